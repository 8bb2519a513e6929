package org.edos.actor;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.edos.core.unit.Sha256;

/**
 * Files of which somebody got a part that nothing vouches for any more. For a while they have no
 * date, so that whoever goes on with If-Range is given all of them anew. Safe for use by many
 * threads.
 */
final class BrokenFiles {
  private static final Duration MEMORY = Duration.ofMinutes(10);
  private static final int MOST = 1_000;

  private final Clock clock;
  private final Map<Sha256, Long> until =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Long> eldest) {
          return size() > MOST;
        }
      };

  BrokenFiles(Clock clock) {
    this.clock = clock;
  }

  /** A part of it was given, and then no more. */
  synchronized void broke(Sha256 id) {
    until.put(id, clock.millis() + MEMORY.toMillis());
  }

  /** Whether somebody may still have such a part. */
  synchronized boolean isBroken(Sha256 id) {
    return !until.isEmpty() && until.getOrDefault(id, 0L) > clock.millis();
  }
}
