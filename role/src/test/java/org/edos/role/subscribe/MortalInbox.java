package org.edos.role.subscribe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.channel.InboxSummary;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.channel.Actions;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.Progress;

/** An inbox whose user may die before and after each change of it. */
final class MortalInbox implements Inbox, Actions {
  private final Inbox inbox;
  private final Deaths deaths;

  MortalInbox(Inbox inbox, Deaths deaths) {
    this.inbox = inbox;
    this.deaths = deaths;
  }

  private void change(Runnable change) {
    deaths.around(() -> {
      change.run();
      return true;
    });
  }

  @Override
  public Subscription subscribe(Subscription.Terms terms, long began, Instant now) {
    return deaths.around(() -> inbox.subscribe(terms, began, now));
  }

  @Override
  public Optional<Subscription> change(String id, Subscription.Terms terms, Instant now) {
    return deaths.around(() -> inbox.change(id, terms, now));
  }

  @Override
  public boolean isTo(String id, Instant created) {
    return deaths.around(() -> inbox.isTo(id, created));
  }

  @Override
  public boolean unsubscribe(String id) {
    return deaths.around(() -> inbox.unsubscribe(id));
  }

  @Override
  public List<Subscription> subscriptions() {
    return inbox.subscriptions();
  }

  @Override
  public List<Notification> handled(List<Progress> steps, Instant now) {
    return deaths.around(() -> inbox.handled(steps, now));
  }

  @Override
  public List<Notification> release(String subscription, Instant before, Instant now) {
    return deaths.around(() -> inbox.release(subscription, before, now));
  }

  @Override
  public List<Notification> notifications(long after, int limit) {
    return inbox.notifications(after, limit);
  }

  @Override
  public List<Notification> unread(long after, int limit) {
    return inbox.unread(after, limit);
  }

  @Override
  public InboxSummary summary() {
    return inbox.summary();
  }

  @Override
  public long markRead(long first, long last) {
    return deaths.around(() -> inbox.markRead(first, last));
  }

  @Override
  public Actions actions() {
    return this;
  }

  @Override
  public void takeUp() {
    change(() -> inbox.actions().takeUp());
  }

  @Override
  public Optional<Notification> begin(Subscription.Action kind, Instant now) {
    return deaths.around(() -> inbox.actions().begin(kind, now));
  }

  @Override
  public void end(long number, Outcome.State state, String said) {
    change(() -> inbox.actions().end(number, state, said));
  }

  @Override
  public void postpone(long number, String said, Instant until) {
    change(() -> inbox.actions().postpone(number, said, until));
  }

  @Override
  public Notification repeat(long number) {
    return deaths.around(() -> inbox.actions().repeat(number));
  }

  @Override
  public void close() {
    inbox.close();
  }
}
