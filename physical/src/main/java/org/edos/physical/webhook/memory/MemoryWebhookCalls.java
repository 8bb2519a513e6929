package org.edos.physical.webhook.memory;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import org.edos.physical.webhook.WebhookCalls;

/** Webhooks whose calls are kept in memory. Safe for use by many threads. */
public final class MemoryWebhookCalls implements WebhookCalls {
  /** A call that a webhook has taken. */
  public record Call(
      URI url, String secret, String delivery, Instant time, Notification notification) {}

  private final List<Call> calls = new ArrayList<>();
  private final Set<URI> away = new HashSet<>();
  private int refused;

  @Override
  public synchronized void deliver(
      URI url, String secret, String delivery, Instant now, Notification notification) {
    if (away.contains(url)) {
      refused++;
      throw EdosException.external(url.getHost() + " is away");
    }
    calls.add(new Call(url, secret, delivery, now, notification));
  }

  /** What was taken, in the order in which it came. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many calls found their webhook away. */
  public synchronized int refused() {
    return refused;
  }

  /** Has a webhook go away or come back. */
  public synchronized void away(URI url, boolean isAway) {
    if (isAway) {
      away.add(url);
    } else {
      away.remove(url);
    }
  }
}
