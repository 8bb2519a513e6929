package org.edos.role.relay;

import java.util.Optional;
import org.edos.core.gateway.PieceSet;

/**
 * What a peer offers of a file: all of it, until it says that it is fetching the file itself; then
 * the pieces that it has by now. It is asked again after a pause for what it does not offer. Safe
 * for use by many threads.
 */
final class Offer {
  private static final long PAUSE_NANOS = 500_000_000;
  private static final int LONGEST = 4;

  private Optional<PieceSet> pieces = Optional.empty();
  private long answeredNanos;
  private int refusals;

  /** The pieces that it has; empty for all. */
  synchronized Optional<PieceSet> pieces() {
    return pieces;
  }

  /** Whether it has only a part. */
  synchronized boolean isPartial() {
    return pieces.isPresent();
  }

  /** It gives a piece. One that it did not offer is a sign that it has more by now, perhaps all. */
  synchronized void gave(int piece) {
    refusals = 0;
    if (pieces.isPresent() && !pieces.get().has(piece)) {
      pieces = Optional.empty();
    }
  }

  /**
   * It does not give a piece, and says which it has. From who did offer that piece nothing is taken
   * for a while, so that contradictions cost little.
   */
  synchronized void refused(int piece, PieceSet present) {
    boolean broken = present.has(piece) || pieces.filter(before -> before.has(piece)).isPresent();
    pieces = Optional.of(broken ? PieceSet.NONE : present);
    refusals = Math.min(refusals + 1, LONGEST);
    answeredNanos = System.nanoTime();
  }

  /** Whether it is time to ask for something else; for one thread each time. */
  synchronized boolean mayBeAsked() {
    long now = System.nanoTime();
    boolean due = pieces.isPresent() && now - answeredNanos >= PAUSE_NANOS * refusals;
    if (due) {
      answeredNanos = now;
    }
    return due;
  }
}
