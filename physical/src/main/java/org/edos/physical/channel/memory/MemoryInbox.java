package org.edos.physical.channel.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Outcome.State;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Actions;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.Progress;

/** An inbox in memory, which ends with it. */
public final class MemoryInbox implements Inbox, Actions {
  private record Held(String subscription, ChannelEvent event, Instant since) {}

  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final List<Notification> notifications = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final Map<String, Instant> created = new HashMap<>();
  private long subscribed;

  @Override
  public synchronized Subscription subscribe(Subscription.Terms terms, long began, Instant now) {
    Subscription added = new Subscription(String.valueOf(++subscribed), terms, began, now);
    subscriptions.put(added.id(), added);
    return added;
  }

  @Override
  public synchronized Optional<Subscription> change(
      String id, Subscription.Terms terms, Instant now) {
    Subscription known = subscriptions.get(id);
    if (known == null) {
      return Optional.empty();
    }
    known.checkChannel(terms);
    Subscription other = known.with(String.valueOf(++subscribed), terms, now);
    subscriptions.remove(id);
    subscriptions.put(other.id(), other);
    Optional.ofNullable(created.remove(id)).ifPresent(when -> created.put(other.id(), when));
    held.replaceAll(one ->
        one.subscription().equals(id) ? new Held(other.id(), one.event(), one.since()) : one);
    notifications.replaceAll(one -> one.subscription().equals(id) ? one.of(other) : one);
    return Optional.of(other);
  }

  @Override
  public synchronized boolean unsubscribe(String id) {
    if (subscriptions.remove(id) == null) {
      return false;
    }
    created.remove(id);
    drop(id);
    return true;
  }

  private void drop(String id) {
    held.removeIf(one -> one.subscription().equals(id));
    change(
        one -> one.subscription().equals(id) && one.outcome().state() == State.PENDING,
        outcome -> outcome.now(State.DROPPED, outcome.said()));
  }

  @Override
  public synchronized boolean isTo(String id, Instant channelCreated) {
    Subscription known = subscriptions.get(id);
    if (known == null) {
      return false;
    }
    Instant before = created.put(id, channelCreated);
    if (before == null || before.equals(channelCreated)) {
      return false;
    }
    drop(id);
    subscriptions.put(id, known.anew());
    return true;
  }

  @Override
  public synchronized List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  @Override
  public synchronized List<Notification> handled(List<Progress> steps, Instant now) {
    for (Progress step : steps) {
      Subscription known = subscriptions.get(step.subscription());
      if (known != null && !step.channel().equals(known.channel())) {
        throw EdosException.usage(
            "subscription %s is to the channel %s, not %s"
                .formatted(known.id(), known.channel(), step.channel()));
      }
    }
    List<Notification> arrived = new ArrayList<>();
    steps.forEach(step -> handle(step, now).ifPresent(arrived::add));
    return arrived;
  }

  private Optional<Notification> handle(Progress step, Instant now) {
    Subscription known = subscriptions.get(step.subscription());
    if (known == null || step.reached() <= known.seen()) {
      return Optional.empty();
    }
    subscriptions.put(known.id(), known.seen(step.reached()));
    if (step.matched().isPresent() && known.every().isPresent()) {
      ChannelEvent event = step.matched().get();
      held.add(new Held(known.id(), event, event.time().isBefore(now) ? event.time() : now));
      return Optional.empty();
    }
    return step.matched().map(event -> arrive(known, event, notifications.size() + 1L, now));
  }

  private Notification arrive(Subscription by, ChannelEvent event, long group, Instant now) {
    Notification arrived =
        new Notification(
            notifications.size() + 1L, now, event, by.id(), group, Outcome.of(by.action()), false);
    notifications.add(arrived);
    return arrived;
  }

  @Override
  public synchronized List<Notification> release(String id, Instant before, Instant now) {
    Subscription subscription = subscriptions.get(id);
    if (subscription == null) {
      return List.of();
    }
    long group = notifications.size() + 1L;
    List<Notification> arrived = new ArrayList<>();
    held.removeIf(one -> {
      boolean due = one.subscription().equals(id) && one.since().isBefore(before);
      if (due) {
        arrived.add(arrive(subscription, one.event(), group, now));
      }
      return due;
    });
    return arrived;
  }

  @Override
  public synchronized List<Notification> notifications(long after, int limit) {
    return notifications.stream().skip(Math.max(0, after)).limit(Math.max(0, limit)).toList();
  }

  @Override
  public synchronized List<Notification> unread(long after, int limit) {
    return notifications.stream()
        .skip(Math.max(0, after))
        .filter(one -> !one.read())
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized InboxSummary summary() {
    return new InboxSummary(
        notifications.size(), notifications.stream().filter(one -> !one.read()).count());
  }

  @Override
  public synchronized long markRead(long first, long last) {
    long before = summary().unread();
    notifications.replaceAll(
        one -> one.number() >= first && one.number() <= last ? one.marked() : one);
    return before - summary().unread();
  }

  @Override
  public Actions actions() {
    return this;
  }

  @Override
  public synchronized void takeUp() {
    change(
        one -> one.outcome().state() == State.RUNNING,
        outcome ->
            outcome.action() == Subscription.Action.DOWNLOAD
                ? outcome.now(State.PENDING, outcome.said())
                : outcome.now(State.INTERRUPTED, outcome.said()));
  }

  @Override
  public synchronized Optional<Notification> begin(Subscription.Action kind, Instant now) {
    Optional<Notification> found =
        notifications.stream()
            .filter(one -> one.outcome().action() == kind)
            .filter(one -> one.outcome().state() == State.PENDING)
            .filter(one -> !one.outcome().due().isAfter(now))
            .filter(one -> !isDownloading(one))
            .findFirst();
    return found.map(one -> put(one.with(one.outcome().begun())));
  }

  private boolean isDownloading(Notification wanted) {
    return notifications.stream()
        .anyMatch(one -> one.outcome().state() == State.RUNNING && sameDownload(one, wanted));
  }

  private static boolean sameDownload(Notification one, Notification other) {
    return one.outcome().action() == Subscription.Action.DOWNLOAD
        && other.outcome().action() == Subscription.Action.DOWNLOAD
        && one.event().channel().equals(other.event().channel())
        && one.event().id() == other.event().id();
  }

  @Override
  public synchronized void end(long number, State state, String said) {
    settle(number, outcome -> outcome.now(state, said));
  }

  @Override
  public synchronized void postpone(long number, String said, Instant until) {
    settle(number, outcome -> outcome.later(said, until));
  }

  /** Changes what became of one that was begun, and of those that wait for the same. */
  private void settle(long number, UnaryOperator<Outcome> outcome) {
    Notification begun = find(number);
    change(
        one ->
            one.number() == number
                || (one.outcome().state() == State.PENDING && sameDownload(one, begun)),
        outcome);
  }

  @Override
  public synchronized Notification repeat(long number) {
    Notification found = find(number);
    if (!found.outcome().state().repeatable()) {
      throw Actions.nothingToRepeat(found);
    }
    return put(found.with(found.outcome().again()));
  }

  private Notification find(long number) {
    if (number < 1 || number > notifications.size()) {
      throw Actions.none(number);
    }
    return notifications.get((int) number - 1);
  }

  private Notification put(Notification changed) {
    notifications.set((int) changed.number() - 1, changed);
    return changed;
  }

  private void change(Predicate<Notification> which, UnaryOperator<Outcome> outcome) {
    notifications.replaceAll(one -> which.test(one) ? one.with(outcome.apply(one.outcome())) : one);
  }

  @Override
  public void close() {}
}
