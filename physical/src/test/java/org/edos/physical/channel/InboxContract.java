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
import org.edos.core.channel.Notification;
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

  private Subscription subscribe(long seen) {
    return inbox.subscribe("security", "name:curl", Optional.empty(), Action.NOTIFY, seen);
  }

  @Test
  void subscriptions_are_kept_as_they_were_made_oldest_first() {
    Subscription first = subscribe(3);
    Subscription second =
        inbox.subscribe("releases", "", Optional.of(Duration.ofMinutes(90)), Action.DOWNLOAD, 0);
    assertThat(first)
        .isEqualTo(
            new Subscription(
                first.id(), "security", "name:curl", Optional.empty(), Action.NOTIFY, 3));
    assertThat(second.every()).contains(Duration.ofMinutes(90));
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
    assertThat(inbox.handled(subscription.id(), event(1), true, NOW)).isTrue();
    assertThat(inbox.notifications(0, 10)).containsExactly(new Notification(1, NOW, event(1)));
    assertThat(seen()).isEqualTo(1);
  }

  @Test
  void an_event_that_does_not_match_is_only_seen() {
    Subscription subscription = subscribe(0);
    assertThat(inbox.handled(subscription.id(), event(7), false, NOW)).isTrue();
    assertThat(inbox.notifications(0, 10)).isEmpty();
    assertThat(seen()).isEqualTo(7);
  }

  @Test
  void a_repeated_or_older_event_changes_nothing() {
    Subscription subscription = subscribe(4);
    inbox.handled(subscription.id(), event(5), true, NOW);
    for (long id : List.of(5L, 4L, 1L)) {
      assertThat(inbox.handled(subscription.id(), event(id), true, NOW)).isFalse();
    }
    assertThat(inbox.notifications(0, 10)).hasSize(1);
    assertThat(seen()).isEqualTo(5);
  }

  @Test
  void an_event_for_an_ended_subscription_changes_nothing() {
    Subscription subscription = subscribe(0);
    inbox.unsubscribe(subscription.id());
    assertThat(inbox.handled(subscription.id(), event(1), true, NOW)).isFalse();
    assertThat(inbox.notifications(0, 10)).isEmpty();
  }

  @Test
  void an_event_of_another_channel_is_refused() {
    Subscription other = inbox.subscribe("releases", "", Optional.empty(), Action.NOTIFY, 0);
    assertThatThrownBy(() -> inbox.handled(other.id(), event(1), true, NOW))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE));
    assertThat(inbox.subscriptions()).containsExactly(other);
  }

  @Test
  void notifications_are_read_in_pages_by_number() {
    Subscription subscription = subscribe(0);
    for (long id = 1; id <= 5; id++) {
      inbox.handled(subscription.id(), event(id), id != 3, NOW);
    }
    assertThat(events(0, 3)).containsExactly(1L, 2L, 4L);
    assertThat(events(inbox.notifications(0, 3).getLast().number(), 3)).containsExactly(5L);
    assertThat(events(100, 3)).isEmpty();
    assertThat(events(0, 0)).isEmpty();
  }

  private List<Long> events(long after, int limit) {
    return inbox.notifications(after, limit).stream().map(one -> one.event().id()).toList();
  }

  private long seen() {
    return inbox.subscriptions().getFirst().seen();
  }
}
