package org.edos.app.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerEvent.Activity;

/**
 * Progress where no person watches a terminal: a line now and then; problems at once. Used by one
 * thread.
 */
final class ProgressLines implements Console.ProgressView {
  private static final long APART = Duration.ofSeconds(2).toNanos();

  private final Consumer<String> lines;
  private final LongSupplier nanoseconds;
  private Optional<Long> last = Optional.empty();

  ProgressLines(Consumer<String> lines, LongSupplier nanoseconds) {
    this.lines = lines;
    this.nanoseconds = nanoseconds;
  }

  @Override
  public void show(PeerEvent event) {
    long now = nanoseconds.getAsLong();
    boolean due = last.isEmpty() || now - last.get() >= APART;
    if (event.activity() == Activity.PROBLEM) {
      lines.accept("warning: " + event.message());
    } else if (due) {
      last = Optional.of(now);
      lines.accept(text(event));
    }
  }

  /** The event's message, with how much is done of what. */
  static String text(PeerEvent event) {
    if (event.total() <= 0) {
      return event.message();
    }
    long percent = Math.round(100.0 * Math.min(event.done(), event.total()) / event.total());
    return percent + "%  " + event.message();
  }

  @Override
  public void close() {}
}
