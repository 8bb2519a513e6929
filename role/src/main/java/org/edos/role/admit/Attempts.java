package org.edos.role.admit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edos.core.EdosException;

/** How often an address may try in a minute; the addresses remembered are bounded. Thread-safe. */
final class Attempts {
  private static final int MOST = 10;
  private static final int ADDRESSES = 1000;
  private static final Duration SPAN = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Deque<Instant>> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > ADDRESSES;
        }
      };

  Attempts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt.
   *
   * @throws EdosException (exhausted) if there were too many
   */
  synchronized void count(String address) {
    Instant now = clock.instant();
    Deque<Instant> times = recent.computeIfAbsent(address, a -> new ArrayDeque<>());
    while (!times.isEmpty() && !times.getFirst().isAfter(now.minus(SPAN))) {
      times.removeFirst();
    }
    if (times.size() >= MOST) {
      throw EdosException.exhausted(
          "this address asked to join " + MOST + " times within a minute; wait a minute");
    }
    times.addLast(now);
  }
}
