package org.edos.role.locate;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.Recent;
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
  private record Made(
      HoldingsFilter filter, boolean empty, long version, Set<Sha256> arriving, Instant at) {
    Made stillRight(Instant now) {
      return new Made(filter, empty, version, arriving, now);
    }
  }

  private final Shared shared;
  private final Clock clock;
  private final byte[] salt = new byte[HoldingsFilter.SALT_BYTES];
  private final ReentrantLock making = new ReentrantLock();
  private final Semaphore hashing = new Semaphore(MOST_HASHED_AT_ONCE);
  private final Recent<Sha256, PieceHashes> lists =
      new Recent<>(MOST_REMEMBERED, list -> list.bytes().length + 100);
  private volatile Supplier<Set<Sha256>> arriving = Set::of;
  private Optional<Made> made = Optional.empty();

  OwnHoldings(Shared shared, Clock clock) {
    this.shared = shared;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /** Says from now on which contents are on their way here, parts of which may be had already. */
  void arriving(Supplier<Set<Sha256>> contents) {
    arriving = contents;
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
    Set<Sha256> coming = arriving.get();
    Optional<Made> same =
        made.filter(last -> last.version() == version && last.arriving().equals(coming));
    if (same.isPresent()) {
      return same.get().stillRight(now);
    }
    Set<Sha256> contents = new HashSet<>(shared.contents());
    contents.addAll(coming);
    return new Made(HoldingsFilter.of(salt, contents), contents.isEmpty(), version, coming, now);
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
