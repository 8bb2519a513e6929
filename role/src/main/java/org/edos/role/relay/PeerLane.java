package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource.Answer;
import org.edos.physical.content.ContentSource.Deadlines;
import org.edos.physical.content.ContentSource.Part;
import org.jspecify.annotations.Nullable;

/**
 * Brings pieces from one peer, one after the other in each thread that works in it, until there are
 * no more to bring or the peer fails. From a peer that is fetching the file itself it brings what
 * that has, and waits for more as long as the others are at work.
 */
final class PeerLane {
  private static final long PATIENCE_NANOS = 150_000_000;
  private static final long BUFFER_MILLIS = 100;
  private static final long LEAST_RATE = 20_000;
  private static final Deadlines NEAR =
      new Deadlines(Duration.ofSeconds(1), Duration.ofSeconds(1), LEAST_RATE);
  private static final Deadlines FAR =
      new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(1), LEAST_RATE);
  private static final Deadlines ALONE =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), LEAST_RATE);

  private final Attempt attempt;
  private final ArrivingFile arriving;
  private final int generation;
  private final Holder holder;
  private final AtomicBoolean retired = new AtomicBoolean();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger bringing = new AtomicInteger();
  private final Offer offer = new Offer();
  private volatile boolean started;
  private volatile boolean pardonable;

  PeerLane(Attempt attempt, ArrivingFile arriving, Holder holder) {
    this.attempt = attempt;
    this.arriving = arriving;
    this.generation = arriving.generation();
    this.holder = holder;
  }

  Holder holder() {
    return holder;
  }

  boolean isStarted() {
    return started;
  }

  /** Whether it may still bring something; of a peer that has a part, what it has said to have. */
  boolean isAlive() {
    if (!started) {
      return !retired.get();
    }
    return offer.isPartial() ? bringing.get() > 0 : running.get() > 0;
  }

  /** Whether the peer has only a part, and may come to have more. */
  boolean isHopeful() {
    return running.get() > 0 && offer.isPartial();
  }

  /** Whether it is asked for nothing more. */
  boolean isRetired() {
    return retired.get();
  }

  /** Whether it ended because the peer was away or lacked the file, which may be past. */
  boolean mayBeginAgain() {
    return pardonable && running.get() == 0;
  }

  /** Counts a thread that is about to work. */
  PeerLane entered() {
    started = true;
    running.incrementAndGet();
    return this;
  }

  /** Works until there is nothing to do. */
  void work() {
    try {
      while (!retired.get() && !attempt.isOver()) {
        int piece = claim(offer.pieces());
        if (piece >= 0) {
          bringing.incrementAndGet();
          try {
            bring(piece, true);
          } finally {
            bringing.decrementAndGet();
          }
        } else if (offer.mayBeAsked()) {
          ask();
        } else if (arriving.phase() == ArrivingFile.Phase.OPEN
            && arriving.nextMissing(0) < arriving.file().size()) {
          arriving.awaitMove(PATIENCE_NANOS / 3);
        } else {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.decrementAndGet();
      arriving.wake();
    }
  }

  private int claim(Optional<PieceSet> offered) {
    boolean originGives = attempt.isOriginGiving();
    return arriving.claim(generation, holder, originGives, PATIENCE_NANOS, offered);
  }

  /** For whatever is missing: what the peer answers tells what it has by now. */
  private void ask() throws InterruptedException {
    int piece = claim(Optional.empty());
    if (piece >= 0) {
      bring(piece, false);
    }
  }

  /**
   * What is offered is asked for when there is room for it; for an answer that is likely to bring
   * nothing no room is kept, which all transfers share.
   */
  private void bring(int piece, boolean offered) throws InterruptedException {
    int length = PieceHashes.length(arriving.file().size(), piece);
    try (Buffers.Place place = attempt.shop().buffers().place(length)) {
      boolean ready = !offered || place.take(BUFFER_MILLIS) != null;
      byte[] buffer = ready ? fetched(piece, length, place) : null;
      if (buffer != null) {
        accept(piece, length, buffer);
      }
    } finally {
      arriving.unclaim(generation, piece, holder);
    }
  }

  /**
   * The whole piece; nothing where it did not come. Whoever fails otherwise than by losing a race
   * is reported.
   */
  private byte @Nullable [] fetched(int piece, int length, Buffers.Place place)
      throws InterruptedException {
    KnownFile file = arriving.file();
    Part part = new Part(file.sha256(), file.size(), PieceTable.start(piece), length);
    Deadlines deadlines = attempt.isAlone(this) ? ALONE : holder.via() == Via.LAN ? NEAR : FAR;
    long begun = System.nanoTime();
    try {
      return switch (attempt.shop().peers().ask(holder.peer(), part, deadlines)) {
        case Answer.Given(InputStream bytes, boolean arrivingThere) -> {
          offer.gave(piece);
          if (arrivingThere) {
            attempt.evidence().passesOn(holder);
          } else {
            attempt.evidence().hasAll(holder);
          }
          yield read(bytes, piece, length, place, begun);
        }
        case Answer.Arriving(PieceSet present) -> {
          offer.refused(piece, present);
          attempt.evidence().passesOn(holder);
          yield null;
        }
      };
    } catch (HttpTimeoutException e) {
      retire(Failing.SLOW);
    } catch (IOException e) {
      retire(Failing.AWAY);
    } catch (EdosException e) {
      retire(e.category() == EdosException.Category.EXTERNAL ? Failing.AWAY : Failing.LACKING);
    }
    return null;
  }

  private byte @Nullable [] read(
      InputStream bytes, int piece, int length, Buffers.Place place, long begun)
      throws IOException, InterruptedException {
    int got = 0;
    byte[] buffer;
    try (bytes) {
      buffer = place.take(BUFFER_MILLIS);
      if (buffer == null) {
        return null;
      }
      while (got < length) {
        if (!arriving.wants(generation, piece)) {
          lost(got, begun);
          return null;
        }
        int count = bytes.read(buffer, got, length - got);
        if (count < 0) {
          throw new IOException("the piece ended early");
        }
        got += count;
      }
    }
    attempt.shop().holders().gave(holder, length, since(begun));
    return buffer;
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(Math.max(1, System.nanoTime() - begun));
  }

  /** Another source brought the piece before. */
  private void lost(int got, long begun) {
    Duration time = since(begun);
    if (time.compareTo(NEAR.stall()) > 0 && got < LEAST_RATE * time.toMillis() / 1000) {
      retire(Failing.SLOW);
    } else if (got > 0) {
      attempt.shop().holders().gave(holder, got, time);
    }
  }

  private void accept(int piece, int length, byte[] buffer) throws InterruptedException {
    boolean listed = false;
    if (PieceHashes.count(arriving.file().size()) == 1) {
      byte[] whole = buffer.length == length ? buffer : Arrays.copyOf(buffer, length);
      if (!Sha256.of(whole).equals(arriving.file().sha256())) {
        retire(Failing.LYING);
        return;
      }
      listed = true;
    } else {
      Optional<PieceHashes> list = attempt.list();
      listed = list.isPresent();
      if (listed && !list.get().matches(piece, buffer, 0, length)) {
        attempt.evidence().rejected(piece, holder, hash(buffer, length));
        retired.set(true);
        return;
      }
    }
    try {
      if (arriving.peer(generation, piece, buffer, holder, listed)) {
        attempt.came(this, length);
      }
    } catch (IOException | RuntimeException e) {
      attempt.unwritable(e);
    }
  }

  private static Sha256 hash(byte[] buffer, int length) {
    MessageDigest digest = Sha256.digest();
    digest.update(buffer, 0, length);
    return Sha256.of(digest);
  }

  /** Is asked for nothing more; reported once, and not for what was broken off here. */
  private void retire(Failing how) {
    if (!attempt.isOver() && !retired.getAndSet(true)) {
      pardonable = how == Failing.AWAY || how == Failing.LACKING;
      attempt.shop().holders().failed(holder, arriving.file(), how);
    }
  }
}
