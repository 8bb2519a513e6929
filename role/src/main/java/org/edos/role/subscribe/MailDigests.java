package org.edos.role.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.MailState;
import org.edos.core.channel.Notification;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.physical.channel.Inbox;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.mail.Mail;
import org.edos.role.OwnerThread;

/**
 * Sends by mail, from time to time, what has arrived in the inbox since the last digest. How far it
 * is, is written down when the server has taken a letter: a notification is told at least once, and
 * twice only where this process died at that moment or the server's answer was lost. Runs on the
 * thread {@code edos-mail}. Safe for use by many threads.
 */
public final class MailDigests implements AutoCloseable {
  /** Most notifications in one letter; what is beyond comes in further ones at once. */
  static final int MOST = 500;

  private static final String KEY = "mail/position";
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(64 << 10, 3, 10, 4_096);

  private final Inbox inbox;
  private final DocumentStore documents;
  private final Mail mail;
  private final Clock clock;
  private final Duration every;
  private final GrowingPause pause;
  private final OwnerThread owner = new OwnerThread("edos-mail");
  private volatile MailState state;

  /**
   * Goes on where an earlier process has stopped; at first with what arrives from now on.
   *
   * @param every the time between digests
   * @param look how often it is looked whether one is due
   */
  public MailDigests(
      Inbox inbox,
      DocumentStore documents,
      Mail mail,
      Clock clock,
      Duration every,
      Duration look,
      GrowingPause pause) {
    this.inbox = inbox;
    this.documents = documents;
    this.mail = mail;
    this.clock = clock;
    this.every = every;
    this.pause = pause;
    this.state = documents.get(KEY).map(this::read).orElseGet(this::first);
    owner.every(look, this::look);
  }

  /** How far it is; asks nobody. */
  public MailState state() {
    return state;
  }

  private MailState first() {
    MailState begun =
        new MailState(inbox.summary().newest(), clock.instant().plus(every), 0, Optional.empty());
    save(begun);
    return begun;
  }

  private void look() {
    if (clock.instant().isBefore(state.next())) {
      return;
    }
    try {
      List<Notification> arrived;
      do {
        arrived = inbox.notifications(state.sent(), MOST);
        if (!arrived.isEmpty()) {
          mail.send(Digest.of(arrived, clock.instant()));
        }
        boolean more = arrived.size() == MOST;
        save(
            new MailState(
                arrived.isEmpty() ? state.sent() : arrived.getLast().number(),
                more ? clock.instant() : clock.instant().plus(every),
                0,
                Optional.empty()));
      } while (arrived.size() == MOST);
    } catch (EdosException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  private void failed(String reason) {
    int failures = state.failures() + 1;
    System.getLogger(MailDigests.class.getName()).log(System.Logger.Level.WARNING, reason);
    save(
        new MailState(
            state.sent(),
            clock.instant().plus(pause.after(failures)),
            failures,
            Optional.of(reason.substring(0, Math.min(reason.length(), 500)))));
  }

  /** What was sent is not sent again by this process, whether or not that can be written down. */
  private void save(MailState next) {
    state = next;
    documents.put(
        KEY,
        XmlWriter.bytes(xml ->
            xml.start("mail")
                .attribute("sent", Long.toString(next.sent()))
                .attribute("next", next.next().toString())
                .attribute("failures", Integer.toString(next.failures()))
                .text(next.error().orElse(""))
                .end()));
  }

  /** A digest is due no later than if this period had been set all the time. */
  private MailState read(byte[] document) {
    Instant latest = clock.instant().plus(every);
    return SafeXml.read(
        KEY,
        document,
        BOUNDS,
        "mail",
        xml -> {
          long sent = xml.number("sent");
          Instant next = xml.instant("next");
          int failures = (int) xml.number("failures");
          Optional<String> error = Optional.of(xml.text()).filter(text -> !text.isEmpty());
          return new MailState(sent, next.isAfter(latest) ? latest : next, failures, error);
        });
  }

  @Override
  public void close() {
    owner.close();
  }
}
