package org.edos.role.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file are there and who gave them. A peer gives whole pieces; an origin gives a
 * piece from its beginning on. Not safe for use by many threads.
 */
final class PieceTable {
  /**
   * A piece that a peer gave.
   *
   * @param piece its number
   * @param holder who gave it
   * @param alone whether all of it is of this peer, and nothing of an origin
   */
  record Given(int piece, Holder holder, boolean alone) {}

  /** Who is asked for a piece, and since when. */
  private static final class Claim {
    final List<Holder> holders = new ArrayList<>(2);
    long sinceNanos;
  }

  private static final int MOST_CLAIMANTS = 2;

  private final long size;
  private final int count;
  private final int[] byOrigin;
  private final @Nullable Holder[] givers;
  private final boolean[] checked;
  private final TreeMap<Integer, Claim> claims = new TreeMap<>();
  private int missing;
  private int highest;

  PieceTable(long size) {
    this.size = size;
    this.count = PieceHashes.count(size);
    this.byOrigin = new int[count];
    this.givers = new Holder[count];
    this.checked = new boolean[count];
    this.missing = size == 0 ? 0 : count;
    this.highest = count - 1;
  }

  int count() {
    return count;
  }

  static int pieceAt(long at) {
    return Math.toIntExact(at / PieceHashes.PIECE_BYTES);
  }

  static long start(int piece) {
    return (long) piece * PieceHashes.PIECE_BYTES;
  }

  int length(int piece) {
    return PieceHashes.length(size, piece);
  }

  boolean isComplete() {
    return missing == 0;
  }

  boolean has(int piece) {
    return givers[piece] != null || byOrigin[piece] == length(piece);
  }

  int byOrigin(int piece) {
    return byOrigin[piece];
  }

  /** The origin gave the next bytes of a piece. */
  void origin(int piece, int bytes) {
    byOrigin[piece] += bytes;
    if (byOrigin[piece] == length(piece)) {
      missing--;
      claims.remove(piece);
    }
  }

  /** A peer gave what the origin had not given of a piece. */
  void peer(int piece, Holder holder, boolean listed) {
    givers[piece] = holder;
    checked[piece] = listed;
    missing--;
    claims.remove(piece);
  }

  /** The end of what is there from an offset on without a gap. */
  long thereUntil(long from) {
    return until(from, false, false);
  }

  /** The end of what the origin gave from an offset on without a gap. */
  long originUntil(long from) {
    return until(from, true, false);
  }

  /** The end of what may be given to other peers, from an offset on. */
  long shareableUntil(long from) {
    return until(from, false, true);
  }

  private long until(long from, boolean originOnly, boolean shareable) {
    long at = from;
    while (at < size) {
      int piece = pieceAt(at);
      boolean whole =
          givers[piece] == null
              ? byOrigin[piece] == length(piece)
              : !originOnly && (!shareable || checked[piece]);
      if (!whole) {
        return Math.max(at, start(piece) + byOrigin[piece]);
      }
      at = start(piece) + length(piece);
    }
    return at;
  }

  /**
   * The pieces that may be given to other peers.
   *
   * @param right whether all that is there is right
   */
  PieceSet shareable(boolean right) {
    BitSet pieces = new BitSet(count);
    for (int piece = 0; piece < count; piece++) {
      pieces.set(piece, has(piece) && (right || givers[piece] == null || checked[piece]));
    }
    return PieceSet.of(pieces);
  }

  /** The first byte at an offset or behind it that is not there; the size if there is none. */
  long nextMissing(long from) {
    for (int piece = pieceAt(from); piece < count; piece++) {
      if (!has(piece)) {
        return Math.max(from, start(piece) + byOrigin[piece]);
      }
    }
    return size;
  }

  /** Whether some peer is asked for a piece since less than a time. */
  boolean isClaimedWithin(int piece, long nanos) {
    Claim claim = claims.get(piece);
    return claim != null && System.nanoTime() - claim.sinceNanos < nanos;
  }

  /**
   * A piece for a peer to bring: the last one that nobody brings, else the one that somebody else
   * has been asked for longest.
   *
   * @param front the piece that the origin is at; -1 where it gives none
   * @param patienceNanos how long a piece is left to who brings it
   * @param offered the pieces that this peer has; empty for all
   * @return its number, or -1 if there is nothing for this peer to do at present
   */
  int claim(Holder holder, int front, long patienceNanos, Optional<PieceSet> offered) {
    while (highest >= 0 && has(highest)) {
      highest--;
    }
    int free = -1;
    for (int piece = highest; piece >= 0 && free < 0; piece--) {
      if (piece != front
          && !has(piece)
          && !claims.containsKey(piece)
          && isOffered(piece, offered)) {
        free = piece;
      }
    }
    int piece = free >= 0 ? free : slowest(holder, patienceNanos, offered);
    if (piece >= 0) {
      Claim claim = claims.computeIfAbsent(piece, key -> new Claim());
      claim.holders.add(holder);
      claim.sinceNanos = System.nanoTime();
    }
    return piece;
  }

  private static boolean isOffered(int piece, Optional<PieceSet> offered) {
    return offered.isEmpty() || offered.get().has(piece);
  }

  private int slowest(Holder holder, long patienceNanos, Optional<PieceSet> offered) {
    int slowest = -1;
    long longest = patienceNanos;
    for (Map.Entry<Integer, Claim> entry : claims.entrySet()) {
      Claim claim = entry.getValue();
      long nanos = System.nanoTime() - claim.sinceNanos;
      if (nanos >= longest
          && claim.holders.size() < MOST_CLAIMANTS
          && !claim.holders.contains(holder)
          && isOffered(entry.getKey(), offered)) {
        slowest = entry.getKey();
        longest = nanos;
      }
    }
    return slowest;
  }

  /** A peer no longer brings a piece. */
  void unclaim(int piece, Holder holder) {
    Claim claim = claims.get(piece);
    if (claim != null) {
      claim.holders.remove(holder);
      if (claim.holders.isEmpty()) {
        claims.remove(piece);
      }
    }
  }

  /** The pieces that peers gave. */
  List<Given> given() {
    List<Given> given = new ArrayList<>();
    for (int piece = 0; piece < count; piece++) {
      Holder holder = givers[piece];
      if (holder != null) {
        given.add(new Given(piece, holder, byOrigin[piece] == 0));
      }
    }
    return given;
  }

  /** Forgets what peers gave, and also what the origin gave where that is wanted. */
  void drop(boolean origins) {
    Arrays.fill(givers, null);
    Arrays.fill(checked, false);
    claims.clear();
    highest = count - 1;
    if (origins) {
      Arrays.fill(byOrigin, 0);
    }
    missing = 0;
    for (int piece = 0; piece < count; piece++) {
      missing += byOrigin[piece] < length(piece) ? 1 : 0;
    }
  }

  /** How many bytes came from where. */
  Map<Via, Long> amounts() {
    Map<Via, Long> amounts = new EnumMap<>(Via.class);
    for (int piece = 0; piece < count; piece++) {
      Holder holder = givers[piece];
      if (byOrigin[piece] > 0) {
        amounts.merge(Via.ORIGIN, (long) byOrigin[piece], Long::sum);
      }
      if (holder != null) {
        amounts.merge(holder.via(), (long) length(piece) - byOrigin[piece], Long::sum);
      }
    }
    return amounts;
  }
}
