package org.edos.app.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.actor.PeerEvent;

/**
 * Something long that a page began, as it is at one moment.
 *
 * @param id of it, in its page's address
 * @param title what is done, for people
 * @param began when
 * @param ended when it ended; empty while it runs
 * @param events what was told of it, the newest first
 * @param latest the newest of them that says how far it has come
 * @param outcome how it ended
 */
public record Work(
    String id,
    String title,
    Instant began,
    Optional<Instant> ended,
    List<PeerEvent> events,
    Optional<PeerEvent> latest,
    Outcome outcome) {
  /** How something ended. */
  public sealed interface Outcome {
    /** It has not ended. */
    record Running() implements Outcome {}

    /**
     * It is done.
     *
     * @param text a sentence on what came of it
     * @param link the address of what came of it, of this daemon
     * @param label what the link says
     */
    record Done(String text, String link, String label) implements Outcome {}

    /**
     * It was not done.
     *
     * @param text why
     */
    record Failed(String text) implements Outcome {}
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return outcome instanceof Outcome.Running;
  }
}
