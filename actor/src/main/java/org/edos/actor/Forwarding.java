package org.edos.actor;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.channel.MailState;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.WebhookState;
import org.edos.physical.channel.Inbox;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.mail.Mail;
import org.edos.physical.webhook.WebhookCalls;
import org.edos.role.subscribe.GrowingPause;
import org.edos.role.subscribe.MailDigests;
import org.edos.role.subscribe.Webhooks;

/**
 * Passes on what arrives in a peer's inbox: to web services, and by mail to people. Safe for use by
 * many threads.
 */
public final class Forwarding implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * What it stands on; closed by whoever opened it, after this.
   *
   * @param inbox what arrived
   * @param documents keeps the webhooks and how far everybody was told
   * @param calls calls webhooks
   * @param letters how mail is sent; empty for not at all
   */
  public record Parts(
      Inbox inbox,
      DocumentStore documents,
      Clock clock,
      WebhookCalls calls,
      Optional<Letters> letters) {}

  /**
   * How digests are sent by mail.
   *
   * @param mail sends them
   * @param every the time between them
   */
  public record Letters(Mail mail, Duration every) {}

  private final Webhooks webhooks;
  private final Optional<MailDigests> digests;

  /** Goes on where an earlier process has stopped. */
  public Forwarding(Parts parts) {
    this.webhooks =
        new Webhooks(
            parts.inbox(),
            parts.documents(),
            parts.calls(),
            parts.clock(),
            LOOK,
            GrowingPause.DEFAULT);
    this.digests =
        parts
            .letters()
            .map(letters ->
                new MailDigests(
                    parts.inbox(),
                    parts.documents(),
                    letters.mail(),
                    parts.clock(),
                    letters.every(),
                    LOOK,
                    GrowingPause.DEFAULT));
  }

  /** Adds a webhook; see {@link Webhooks#add}. */
  public NewWebhook addWebhook(URI url, Set<String> channels) {
    return webhooks.add(url, channels);
  }

  /** Ends a webhook; see {@link Webhooks#remove}. */
  public void removeWebhook(String id) {
    webhooks.remove(id);
  }

  /** Every webhook, the oldest first. */
  public List<WebhookState> webhooks() {
    return webhooks.list();
  }

  /** How far digests were sent by mail; empty where mail is not set up. */
  public Optional<MailState> mail() {
    return digests.map(MailDigests::state);
  }

  @Override
  public void close() {
    webhooks.close();
    digests.ifPresent(MailDigests::close);
  }
}
