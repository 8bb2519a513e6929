package org.edos.role.locate;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/** What other daemons are told of this one's contents. Safe for use by many threads. */
final class OwnHoldings {
  private static final Duration AGE = Duration.ofSeconds(3);
  private static final long MOST_REMEMBERED = 4 << 20;
  private static final int MOST_HASHED_AT_ONCE = 2;

  /** The filter of the contents as they are since that time at least. */
  private record Made(HoldingsFilter filter, boolean empty, long version, Instant at) {}

  private final Shared shared;
  private final Clock clock;
  private final byte[] salt = new byte[HoldingsFilter.SALT_BYTES];
  private final ReentrantLock making = new ReentrantLock();
  private final Semaphore hashing = new Semaphore(MOST_HASHED_AT_ONCE);
  private final Recent<Sha256, PieceHashes> lists =
      new Recent<>(MOST_REMEMBERED, list -> list.bytes().length + 100);
  private Optional<Made> made = Optional.empty();

  OwnHoldings(Shared shared, Clock clock) {
    this.shared = shared;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /** At most a few seconds old; empty where nothing is shared. */
  Optional<HoldingsFilter> filter() {
    making.lock();
    try {
      Instant now = clock.instant();
      if (made.isEmpty() || !now.isBefore(made.get().at().plus(AGE))) {
        made = Optional.of(make(now));
      }
      return made.filter(last -> !last.empty()).map(Made::filter);
    } finally {
      making.unlock();
    }
  }

  private Made make(Instant now) {
    long version = shared.version();
    if (made.isPresent() && made.get().version() == version) {
      return new Made(made.get().filter(), made.get().empty(), version, now);
    }
    Collection<Sha256> contents = shared.contents();
    return new Made(HoldingsFilter.of(salt, contents), contents.isEmpty(), version, now);
  }

  /**
   * The hashes of a shared content's pieces; empty where it is not shared.
   *
   * @throws EdosException external if the content cannot be read
   */
  Optional<PieceHashes> pieces(Sha256 id) {
    Optional<Content> content = shared.find(id);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    Optional<PieceHashes> known = lists.get(id);
    return known.isPresent() ? known : Optional.of(hash(content.get()));
  }

  private PieceHashes hash(Content content) {
    hashing.acquireUninterruptibly();
    try {
      Optional<PieceHashes> meanwhile = lists.get(content.id());
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      try (InputStream bytes = content.open(0)) {
        PieceHashes list = PieceHashes.of(bytes, content.size());
        lists.put(content.id(), list);
        return list;
      }
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read " + content.id() + " of the store: " + e.getMessage() + "; ask again", e);
    } finally {
      hashing.release();
    }
  }
}
