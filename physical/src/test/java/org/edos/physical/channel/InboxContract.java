package org.edos.physical.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Outcome.State;
import org.edos.core.channel.Subscription;
import org.edos.core.channel.Subscription.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Inbox} promises; each adapter's test extends it. */
public abstract class InboxContract {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456789Z");

  private Inbox inbox;

  /** A new, empty inbox. */
  protected abstract Inbox create();

  @BeforeEach
  void open() {
    inbox = create();
  }

  @AfterEach
  void close() {
    inbox.close();
  }

  /** An event of the channel {@code security}. */
  protected static ChannelEvent event(long id) {
    return new ChannelEvent(
        "security",
        id,
        Instant.parse("2026-03-04T00:00:00Z").plusNanos(id),
        ChannelEvent.Kind.UNIT_ADDED,
        "pkg:deb/debian/curl@7." + id,
        Map.of("size", String.valueOf(id), "release", "bookworm é"));
  }

  private static Subscription.Terms security(Action action) {
    return new Subscription.Terms("security", action);
  }

  private Subscription subscribe(long began) {
    return inbox.subscribe(security(Action.NOTIFY).matching("name:curl"), began, NOW);
  }

  private Subscription subscribe(Action action) {
    return inbox.subscribe(security(action), 0, NOW);
  }

  private List<Notification> arrive(Subscription subscription, long id) {
    return inbox.handled(List.of(Progress.matched(subscription.id(), event(id))), NOW);
  }

  @Test
  void subscriptions_are_kept_as_they_were_made_oldest_first() {
    Subscription first = subscribe(3);
    Subscription.Terms all =
        new Subscription.Terms("releases", Action.DOWNLOAD)
            .each(Duration.ofMinutes(90))
            .beginningWith(Subscription.Scope.ALL);
    Subscription second = inbox.subscribe(all, 7, NOW);
    assertThat(first)
        .isEqualTo(
            new Subscription(
                first.id(),
                "security",
                "name:curl",
                Subscription.Scope.NEW,
                Optional.empty(),
                Action.NOTIFY,
                3,
                3,
                NOW));
    assertThat(second).isEqualTo(new Subscription(second.id(), all, 7, NOW));
    assertThat(second.seen()).isZero();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(inbox.subscriptions()).containsExactly(first, second);
  }

  @Test
  void an_ended_subscription_is_gone_and_its_id_not_used_again() {
    Subscription ended = subscribe(0);
    assertThat(inbox.unsubscribe(ended.id())).isTrue();
    assertThat(inbox.unsubscribe(ended.id())).isFalse();
    assertThat(inbox.subscriptions()).isEmpty();
    assertThat(subscribe(0).id()).isNotEqualTo(ended.id());
    assertThat(inbox.unsubscribe("no such id")).isFalse();
  }

  @Test
  void a_matching_event_arrives_and_is_seen() {
    Subscription subscription = subscribe(0);
    Notification arrived =
        new Notification(1, NOW, event(1), subscription.id(), 1, Outcome.of(Action.NOTIFY), false);
    assertThat(arrive(subscription, 1)).containsExactly(arrived);
    assertThat(inbox.notifications(0, 10)).containsExactly(arrived);
    assertThat(seen()).isEqualTo(1);
  }

  @Test
  void an_event_that_does_not_match_is_only_seen() {
    Subscription subscription = subscribe(0);
    inbox.handled(List.of(Progress.reached(subscription.id(), "security", 7)), NOW);
    assertThat(inbox.notifications(0, 10)).isEmpty();
    assertThat(seen()).isEqualTo(7);
  }

  @Test
  void a_repeated_or_older_event_changes_nothing() {
    Subscription subscription = subscribe(4);
    arrive(subscription, 5);
    for (long id : List.of(5L, 4L, 1L)) {
      assertThat(arrive(subscription, id)).isEmpty();
    }
    assertThat(inbox.notifications(0, 10)).hasSize(1);
    assertThat(seen()).isEqualTo(5);
  }

  @Test
  void an_event_for_an_ended_subscription_changes_nothing() {
    Subscription subscription = subscribe(0);
    inbox.unsubscribe(subscription.id());
    assertThat(arrive(subscription, 1)).isEmpty();
    assertThat(inbox.notifications(0, 10)).isEmpty();
  }

  @Test
  void steps_with_an_event_of_another_channel_are_refused_as_a_whole() {
    Subscription one = subscribe(0);
    Subscription other = inbox.subscribe(new Subscription.Terms("releases", Action.NOTIFY), 0, NOW);
    assertThatThrownBy(() ->
            inbox.handled(
                List.of(
                    Progress.matched(one.id(), event(1)), Progress.matched(other.id(), event(1))),
                NOW))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE));
    assertThat(inbox.subscriptions()).containsExactly(one, other);
    assertThat(inbox.notifications(0, 10)).isEmpty();
  }

  @Test
  void notifications_are_read_in_pages_by_number() {
    Subscription subscription = subscribe(0);
    for (long id = 1; id <= 5; id++) {
      if (id != 3) {
        arrive(subscription, id);
      }
    }
    assertThat(events(0, 3)).containsExactly(1L, 2L, 4L);
    assertThat(events(inbox.notifications(0, 3).getLast().number(), 3)).containsExactly(5L);
    assertThat(events(100, 3)).isEmpty();
    assertThat(events(0, 0)).isEmpty();
  }

  @Test
  void what_is_marked_as_read_is_no_longer_unread() {
    Subscription subscription = subscribe(0);
    assertThat(inbox.summary()).isEqualTo(new InboxSummary(0, 0));
    for (long id = 1; id <= 4; id++) {
      arrive(subscription, id);
    }
    assertThat(inbox.markRead(2, 3)).isEqualTo(2);
    assertThat(inbox.markRead(1, 2)).isEqualTo(1);
    assertThat(inbox.unread(0, 10)).extracting(Notification::number).containsExactly(4L);
    assertThat(inbox.summary()).isEqualTo(new InboxSummary(4, 1));
    assertThat(inbox.notifications(0, 10))
        .extracting(Notification::read)
        .containsExactly(true, true, true, false);
  }

  @Test
  void a_digest_holds_events_and_lets_them_arrive_as_one_group() {
    Duration hour = Duration.ofHours(1);
    Subscription digest = inbox.subscribe(security(Action.DOWNLOAD).each(hour), 0, NOW);
    arrive(subscribe(0), 1);
    assertThat(arrive(digest, 1)).isEmpty();
    assertThat(arrive(digest, 2)).isEmpty();
    Instant later = NOW.plus(hour);
    assertThat(inbox.release(digest.id(), event(1).time(), later)).isEmpty();
    List<Notification> arrived = inbox.release(digest.id(), NOW.plusMillis(1), later);
    assertThat(arrived).extracting(one -> one.event().id()).containsExactly(1L, 2L);
    assertThat(arrived).extracting(Notification::group).containsExactly(2L, 2L);
    assertThat(arrived).allMatch(one -> one.outcome().state() == State.PENDING);
    assertThat(inbox.notifications(1, 10)).isEqualTo(arrived);
    assertThat(inbox.release(digest.id(), later, later)).isEmpty();
  }

  @Test
  void a_subscription_whose_channel_was_made_anew_begins_with_its_first_event() {
    Subscription known = subscribe(0);
    Subscription acting = subscribe(Action.DOWNLOAD);
    assertThat(inbox.isTo(known.id(), NOW)).isFalse();
    assertThat(inbox.isTo(acting.id(), NOW)).isFalse();
    arrive(known, 1);
    arrive(acting, 1);
    assertThat(inbox.isTo(known.id(), NOW)).isFalse();
    assertThat(inbox.subscriptions()).extracting(Subscription::seen).containsExactly(1L, 1L);
    assertThat(inbox.isTo(acting.id(), NOW.plusSeconds(1))).isTrue();
    assertThat(inbox.subscriptions()).extracting(Subscription::seen).containsExactly(1L, 0L);
    assertThat(inbox.notifications(0, 10))
        .extracting(one -> one.outcome().state())
        .containsExactly(State.NONE, State.DROPPED);
    assertThat(inbox.isTo(acting.id(), NOW.plusSeconds(1))).isFalse();
    assertThat(inbox.isTo("no such id", NOW)).isFalse();
  }

  @Test
  void a_changed_subscription_goes_on_with_all_that_it_was_to_bring() {
    Subscription digest =
        inbox.subscribe(security(Action.NOTIFY).each(Duration.ofHours(1)), 0, NOW);
    Subscription acting = subscribe(Action.DOWNLOAD);
    inbox.isTo(digest.id(), NOW);
    arrive(digest, 1);
    arrive(acting, 1);

    Instant later = NOW.plusSeconds(60);
    Subscription.Terms terms = security(Action.DOWNLOAD).matching("name:curl");
    Subscription other = inbox.change(digest.id(), terms, later).orElseThrow();
    assertThat(other.id()).isNotEqualTo(digest.id()).isNotEqualTo(acting.id());
    assertThat(other.seen()).isEqualTo(1);
    assertThat(other.filter()).isEqualTo("name:curl");
    assertThat(other.every()).isEmpty();
    assertThat(inbox.subscriptions()).containsExactlyInAnyOrder(acting.seen(1), other);
    assertThat(inbox.subscriptions().getFirst().seen()).isEqualTo(1);
    assertThat(inbox.isTo(other.id(), NOW)).as("the channel of then").isFalse();
    assertThat(inbox.release(digest.id(), later, later)).isEmpty();
    assertThat(inbox.release(other.id(), later, later))
        .singleElement()
        .satisfies(one -> assertThat(one.outcome().state()).isEqualTo(State.PENDING));

    Subscription third = inbox.change(acting.id(), security(Action.NOTIFY), later).orElseThrow();
    assertThat(inbox.notifications(0, 1))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.subscription()).isEqualTo(third.id());
          assertThat(one.outcome().state()).as("what waited").isEqualTo(State.PENDING);
        });
    assertThat(inbox.change(acting.id(), terms, later)).isEmpty();
    assertThatThrownBy(
            () -> inbox.change(third.id(), new Subscription.Terms("other", Action.NOTIFY), later))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void what_an_ended_digest_held_never_arrives() {
    Subscription digest =
        inbox.subscribe(security(Action.NOTIFY).each(Duration.ofHours(1)), 0, NOW);
    arrive(digest, 1);
    inbox.unsubscribe(digest.id());
    assertThat(inbox.release(digest.id(), NOW.plusSeconds(9), NOW)).isEmpty();
    assertThat(inbox.notifications(0, 10)).isEmpty();
  }

  @Test
  void actions_are_begun_oldest_first_each_once() {
    arrive(subscribe(Action.NOTIFY), 1);
    Subscription runs = subscribe(Action.RUN);
    arrive(runs, 2);
    arrive(runs, 3);
    assertThat(inbox.actions().begin(Action.DOWNLOAD, NOW)).isEmpty();
    Notification first = inbox.actions().begin(Action.RUN, NOW).orElseThrow();
    assertThat(first.event().id()).isEqualTo(2);
    assertThat(first.outcome().state()).isEqualTo(State.RUNNING);
    assertThat(first.outcome().attempts()).isEqualTo(1);
    inbox.actions().end(first.number(), State.DONE, "well");
    Notification second = inbox.actions().begin(Action.RUN, NOW).orElseThrow();
    inbox.actions().end(second.number(), State.FAILED, "badly");
    assertThat(inbox.actions().begin(Action.RUN, NOW)).isEmpty();
    assertThat(states()).containsExactly(State.NONE, State.DONE, State.FAILED);
    assertThat(inbox.notifications(0, 10))
        .extracting(one -> one.outcome().said())
        .containsExactly("", "well", "badly");
  }

  @Test
  void of_what_was_cut_off_only_downloads_go_on() {
    arrive(subscribe(Action.DOWNLOAD), 1);
    arrive(subscribe(Action.RUN), 1);
    inbox.actions().begin(Action.DOWNLOAD, NOW);
    inbox.actions().begin(Action.RUN, NOW);
    inbox.actions().takeUp();
    assertThat(states()).containsExactly(State.PENDING, State.INTERRUPTED);
    assertThat(inbox.actions().begin(Action.RUN, NOW)).isEmpty();
    assertThat(inbox.actions().begin(Action.DOWNLOAD, NOW))
        .hasValueSatisfying(one -> assertThat(one.outcome().attempts()).isEqualTo(2));
  }

  @Test
  void a_download_of_one_event_is_one_for_all_who_ask() {
    Subscription one = subscribe(Action.DOWNLOAD);
    Subscription other = subscribe(Action.DOWNLOAD);
    arrive(one, 1);
    arrive(other, 1);
    arrive(subscribe(Action.RUN), 1);
    Notification begun = inbox.actions().begin(Action.DOWNLOAD, NOW).orElseThrow();
    assertThat(inbox.actions().begin(Action.DOWNLOAD, NOW)).isEmpty();
    inbox.actions().postpone(begun.number(), "nobody has it", NOW.plusSeconds(5));
    assertThat(inbox.actions().begin(Action.DOWNLOAD, NOW.plusSeconds(4))).isEmpty();
    Notification again = inbox.actions().begin(Action.DOWNLOAD, NOW.plusSeconds(5)).orElseThrow();
    assertThat(again.number()).isEqualTo(begun.number());
    inbox.actions().end(again.number(), State.DONE, "");
    assertThat(states()).containsExactly(State.DONE, State.DONE, State.PENDING);
  }

  @Test
  void leaving_drops_what_waits_and_only_that() {
    Subscription runs = subscribe(Action.RUN);
    arrive(runs, 1);
    arrive(runs, 2);
    inbox.actions().begin(Action.RUN, NOW);
    inbox.unsubscribe(runs.id());
    assertThat(states()).containsExactly(State.RUNNING, State.DROPPED);
    assertThat(inbox.actions().begin(Action.RUN, NOW)).isEmpty();
  }

  @Test
  void what_failed_may_be_repeated_and_nothing_else() {
    arrive(subscribe(Action.RUN), 1);
    arrive(subscribe(Action.NOTIFY), 1);
    for (long number : List.of(1L, 2L, 3L)) {
      assertThatThrownBy(() -> inbox.actions().repeat(number)).isInstanceOf(EdosException.class);
    }
    inbox.actions().begin(Action.RUN, NOW);
    inbox.actions().end(1, State.FAILED, "badly");
    assertThat(inbox.actions().repeat(1).outcome()).isEqualTo(Outcome.of(Action.RUN));
    assertThat(inbox.actions().begin(Action.RUN, NOW)).isPresent();
  }

  private List<State> states() {
    return inbox.notifications(0, 10).stream().map(one -> one.outcome().state()).toList();
  }

  private List<Long> events(long after, int limit) {
    return inbox.notifications(after, limit).stream().map(one -> one.event().id()).toList();
  }

  private long seen() {
    return inbox.subscriptions().getFirst().seen();
  }
}
