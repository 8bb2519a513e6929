package org.edos.role.subscribe;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edos.core.EdosException;
import org.edos.core.channel.NewWebhook;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Webhook;
import org.edos.core.channel.WebhookState;
import org.edos.physical.channel.Inbox;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.webhook.WebhookCalls;
import org.edos.role.OwnerThread;

/**
 * Passes what arrives in the inbox on to webhooks: to each in order, at least once, over restarts,
 * and after a failure again with growing pauses. Their state is owned by the thread {@code
 * edos-webhooks}; each is called on a virtual thread, so that none waits for another. Safe for use
 * by many threads.
 */
public final class Webhooks implements AutoCloseable {
  private static final int MOST = 100;
  private static final int BATCH = 100;
  private static final int SECRET_BYTES = 32;
  private static final int LONGEST_ERROR = 500;

  private final Inbox inbox;
  private final WebhookRecords records;
  private final WebhookCalls calls;
  private final Clock clock;
  private final GrowingPause pause;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Told> webhooks = new LinkedHashMap<>();
  private final ExecutorService calling = Executors.newVirtualThreadPerTaskExecutor();
  private final OwnerThread owner = new OwnerThread("edos-webhooks");

  /** One webhook; of the owner's thread but for what is final. */
  private static final class Told {
    private final Webhook webhook;
    private final String secret;
    private WebhookState state;
    private boolean calling;

    Told(WebhookRecords.Kept kept) {
      this.webhook = kept.state().webhook();
      this.secret = kept.secret();
      this.state = kept.state();
    }

    boolean isDue(Instant now) {
      return !calling && state.next().filter(now::isBefore).isEmpty();
    }
  }

  /**
   * Goes on where an earlier process has stopped.
   *
   * @param documents keeps the webhooks, how far they were told, and their secrets
   * @param look how often the inbox is looked into
   */
  public Webhooks(
      Inbox inbox,
      DocumentStore documents,
      WebhookCalls calls,
      Clock clock,
      Duration look,
      GrowingPause pause) {
    this.inbox = inbox;
    this.records = new WebhookRecords(documents);
    this.calls = calls;
    this.clock = clock;
    this.pause = pause;
    records.all().forEach(kept -> webhooks.put(kept.state().webhook().id(), new Told(kept)));
    owner.every(look, this::look);
  }

  /**
   * Adds a webhook for what arrives from now on.
   *
   * @param channels whose events it is told of; empty for all
   * @throws EdosException usage if it is no address for a webhook; exhausted if there are too many
   */
  public NewWebhook add(URI url, Set<String> channels) {
    return owner.call(() -> {
      if (webhooks.size() >= MOST) {
        throw EdosException.exhausted(
            "there are " + MOST + " webhooks already; remove one: edos webhook list");
      }
      Webhook webhook = new Webhook(random(4), url, channels, clock.instant());
      WebhookRecords.Kept kept =
          new WebhookRecords.Kept(
              new WebhookState(
                  webhook, inbox.summary().newest(), 0, Optional.empty(), Optional.empty()),
              random(SECRET_BYTES));
      records.save(kept);
      webhooks.put(webhook.id(), new Told(kept));
      return kept.told();
    });
  }

  /**
   * Ends a webhook; it may be called a last time meanwhile.
   *
   * @throws EdosException (not found) if there is none of that id
   */
  public void remove(String id) {
    owner.call(() -> {
      if (webhooks.remove(id) == null) {
        throw EdosException.notFound("no webhook '" + id + "'; see: edos webhook list");
      }
      records.forget(id);
      return id;
    });
  }

  /** Every webhook, the oldest first. */
  public List<WebhookState> list() {
    return owner.call(() -> webhooks.values().stream().map(told -> told.state).toList());
  }

  private String random(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  private void look() {
    Instant now = clock.instant();
    for (Told told : webhooks.values()) {
      if (told.isDue(now)) {
        List<Notification> arrived = inbox.notifications(told.state.delivered(), BATCH);
        if (!arrived.isEmpty()) {
          told.calling = true;
          calling.execute(() -> tell(told, arrived));
        }
      }
    }
  }

  private void tell(Told told, List<Notification> arrived) {
    for (Notification notification : arrived) {
      if (told.webhook.wants(notification.event())) {
        try {
          calls.deliver(
              told.webhook.url(),
              told.secret,
              told.webhook.id() + "-" + notification.number(),
              clock.instant(),
              notification);
        } catch (RuntimeException e) {
          owner.execute(() -> failed(told, String.valueOf(e.getMessage())));
          return;
        }
        owner.execute(() -> reached(told, notification.number()));
      }
    }
    owner.execute(() -> {
      told.calling = false;
      reached(told, arrived.getLast().number());
      look();
    });
  }

  private void reached(Told told, long number) {
    if (told.state.delivered() < number) {
      save(told, new WebhookState(told.webhook, number, 0, Optional.empty(), Optional.empty()));
    }
  }

  private void failed(Told told, String reason) {
    told.calling = false;
    int failures = told.state.failures() + 1;
    String error = reason.substring(0, Math.min(reason.length(), LONGEST_ERROR));
    save(
        told,
        new WebhookState(
            told.webhook,
            told.state.delivered(),
            failures,
            Optional.of(error),
            Optional.of(clock.instant().plus(pause.after(failures)))));
  }

  private void save(Told told, WebhookState state) {
    told.state = state;
    if (webhooks.get(told.webhook.id()) == told) {
      records.save(new WebhookRecords.Kept(state, told.secret));
    }
  }

  @Override
  public void close() {
    owner.close();
    calling.shutdownNow();
  }
}
