package org.edos.physical.webhook;

import java.net.URI;
import java.time.Instant;
import org.edos.core.channel.Notification;

/** Calls webhooks. Safe for use by many threads. */
public interface WebhookCalls {
  /**
   * Tells a webhook of a notification, and returns when it has said that it has it.
   *
   * @param url http or https
   * @param secret to sign with
   * @param delivery by which the receiver knows a repetition
   * @param now the time to sign with
   * @throws org.edos.core.EdosException (external) if it is not there or says no
   */
  void deliver(URI url, String secret, String delivery, Instant now, Notification notification);
}
