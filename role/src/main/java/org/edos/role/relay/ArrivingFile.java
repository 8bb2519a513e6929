package org.edos.role.relay;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;

/**
 * The bytes of a file on its way, gathered from several sources and hashed in order as they come.
 * It decides which of them may be given away. Safe for use by many threads.
 *
 * <p>Sources name the generation that they write for; what belongs to an earlier one is ignored.
 */
final class ArrivingFile {
  /** How far it has come. */
  enum Phase {
    /** Bytes are missing, or not hashed yet. */
    OPEN,
    /** All is there and right. */
    RIGHT,
    /** All is there and something in it is wrong. */
    WRONG,
    /** It is not gathered any more: who reads it asks the origin for the rest. */
    PASSING,
    /** Nobody gives it. */
    FAILED
  }

  /** What is held back of an origin's bytes until all of them are verified. */
  static final int HELD_BACK = 64 << 10;

  private static final int READ_BYTES = 128 << 10;

  private final KnownFile file;
  private final Space space;
  private final PieceTable table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition moved = lock.newCondition();
  private MessageDigest digest = Sha256.digest();
  private long hashed;
  private boolean hashing;
  private long fromOrigin;
  private int front = -1;
  private long frontSinceNanos = System.nanoTime();
  private int generation;
  private int epoch;
  private Phase phase = Phase.OPEN;

  ArrivingFile(KnownFile file, Space space) {
    this.file = file;
    this.space = space;
    this.table = new PieceTable(file.size());
    if (file.size() == 0) {
      phase = verdict();
    }
  }

  KnownFile file() {
    return file;
  }

  Space space() {
    return space;
  }

  /** For which sources write now. */
  int generation() {
    return locked(() -> generation);
  }

  Phase phase() {
    return locked(() -> phase);
  }

  /** The first byte from an offset on that is not there; the size if there is none. */
  long nextMissing(long from) {
    return locked(() -> table.nextMissing(from));
  }

  /**
   * Takes in what an origin gave.
   *
   * @return the next byte that is wanted of it; the file's size if there is none
   * @throws IOException if it cannot be written
   * @throws EdosException exhausted if there is no room for it
   */
  long origin(int writtenFor, long at, byte[] bytes, int length) throws IOException {
    space.prepare();
    lock.lock();
    try {
      if (writtenFor != generation || phase != Phase.OPEN) {
        return file.size();
      }
      int used = 0;
      while (used < length) {
        int piece = PieceTable.pieceAt(at + used);
        int within = (int) (at + used - PieceTable.start(piece));
        int part = Math.min(length - used, table.length(piece) - within);
        if (!table.has(piece) && table.byOrigin(piece) == within) {
          write(at + used, bytes, used, part);
          table.origin(piece, part);
        }
        used += part;
      }
      originMoved();
      return table.nextMissing(at + length);
    } finally {
      lock.unlock();
    }
  }

  private void write(long at, byte[] bytes, int offset, int length) throws IOException {
    space.write(at, bytes, offset, length);
    if (!hashing && hashed == at) {
      digest.update(bytes, offset, length);
      hashed += length;
    }
  }

  private void originMoved() {
    if (PieceTable.pieceAt(fromOrigin) < table.count()) {
      fromOrigin = table.originUntil(fromOrigin);
    }
    int at = PieceTable.pieceAt(fromOrigin);
    if (at != front) {
      front = at;
      frontSinceNanos = System.nanoTime();
    }
    if (!settled() && table.isComplete()) {
      moved.signalAll();
    }
    readable.signalAll();
  }

  /** Whether everything is hashed, and so decided. */
  private boolean settled() {
    if (hashed < file.size()) {
      return false;
    }
    phase = verdict();
    readable.signalAll();
    moved.signalAll();
    return true;
  }

  private Phase verdict() {
    return Sha256.of(digest).equals(file.sha256()) ? Phase.RIGHT : Phase.WRONG;
  }

  /**
   * Takes in a piece that a peer gave.
   *
   * @param listed whether its hash is as a list of pieces says
   * @return whether it was still wanted
   * @throws IOException if it cannot be written
   * @throws EdosException exhausted if there is no room for it
   */
  boolean peer(int writtenFor, int piece, byte[] bytes, Holder holder, boolean listed)
      throws IOException {
    space.prepare();
    lock.lock();
    try {
      if (writtenFor != generation || phase != Phase.OPEN || table.has(piece)) {
        return false;
      }
      int there = table.byOrigin(piece);
      write(PieceTable.start(piece) + there, bytes, there, table.length(piece) - there);
      table.peer(piece, holder, listed);
      if (!settled()) {
        moved.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a piece is still wanted. */
  boolean wants(int writtenFor, int piece) {
    return locked(() -> writtenFor == generation && phase == Phase.OPEN && !table.has(piece));
  }

  /**
   * A piece for a peer to bring; -1 if there is none at present.
   *
   * @param originGives whether an origin gives bytes as well
   * @param offered the pieces that this peer has; empty for all
   */
  int claim(
      int writtenFor,
      Holder holder,
      boolean originGives,
      long patienceNanos,
      Optional<PieceSet> offered) {
    return locked(() -> {
      if (writtenFor != generation || phase != Phase.OPEN) {
        return -1;
      }
      boolean moving = System.nanoTime() - frontSinceNanos < patienceNanos;
      int passed = originGives && moving ? Math.max(0, front) : -1;
      return table.claim(holder, passed, patienceNanos, offered);
    });
  }

  /** A peer no longer brings a piece. */
  void unclaim(int writtenFor, int piece, Holder holder) {
    lock.lock();
    try {
      if (writtenFor == generation) {
        table.unclaim(piece, holder);
        moved.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether a peer was asked lately for the piece that a byte is in. */
  boolean isAwaited(long at, long nanos) {
    return locked(() -> table.isClaimedWithin(PieceTable.pieceAt(at), nanos));
  }

  /**
   * Hashes what has come to be there beside the origin's own progress. For the one thread that
   * steers, which is also the one that restarts.
   *
   * @throws IOException if it cannot be read again; nothing can be made of the file then
   */
  void catchUp() throws IOException {
    long from;
    long until;
    lock.lock();
    try {
      from = hashed;
      until = table.thereUntil(from);
      boolean worth = until - from >= PieceHashes.PIECE_BYTES || until == file.size();
      if (phase != Phase.OPEN || until == from || !worth) {
        return;
      }
      hashing = true;
    } finally {
      lock.unlock();
    }
    hash(digest, from, until);
    lock.lock();
    try {
      hashing = false;
      hashed = until;
      settled();
    } finally {
      lock.unlock();
    }
  }

  private void hash(MessageDigest into, long from, long until) throws IOException {
    byte[] buffer = new byte[(int) Math.min(READ_BYTES, until - from)];
    try (InputStream in = space.open(from)) {
      for (long at = from; at < until; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, until - at));
        if (count < 0) {
          throw new EOFException("the staged file was cut short by another program");
        }
        into.update(buffer, 0, count);
        at += count;
      }
    }
  }

  /**
   * Begins again after something was wrong.
   *
   * @param origins whether what origins gave is dropped as well, so that whoever was given some of
   *     it is cut off
   */
  void restart(boolean origins) {
    lock.lock();
    try {
      table.drop(origins);
      generation++;
      epoch += origins ? 1 : 0;
      digest = Sha256.digest();
      hashed = 0;
      fromOrigin = table.originUntil(0);
      front = -1;
      phase = file.size() == 0 ? verdict() : Phase.OPEN;
      readable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the gathering. */
  void end(Phase last) {
    lock.lock();
    try {
      generation++;
      phase = last;
      readable.signalAll();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes from the beginning on may be given away. */
  long giveable() {
    return locked(() -> phase == Phase.RIGHT ? file.size() : Math.max(0, fromOrigin - HELD_BACK));
  }

  /** Changes when bytes that were given away are worthless. */
  int epoch() {
    return locked(() -> epoch);
  }

  /**
   * Waits until bytes beyond a number may be given away, or it is decided that none will come, or
   * bytes given before are worthless.
   *
   * @param given in which epoch bytes were given; -1 for none
   * @return how many bytes may be given away
   */
  long awaitBeyond(long position, int given, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (left > 0
          && (phase == Phase.OPEN || phase == Phase.WRONG)
          && Math.max(0, fromOrigin - HELD_BACK) <= position
          && (given < 0 || given == epoch)) {
        left = readable.awaitNanos(left);
      }
      return giveable();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a piece, a source's end or a decision; for those who steer. */
  void awaitMove(long nanos) throws InterruptedException {
    lock.lock();
    try {
      if (phase == Phase.OPEN && !(table.isComplete() && !hashing)) {
        moved.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something changed beside the bytes. */
  void wake() {
    lock.lock();
    try {
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end of what other peers may have of it, from an offset on. */
  long shareableUntil(long from) {
    return locked(() ->
        phase == Phase.RIGHT
            ? file.size()
            : phase == Phase.OPEN ? table.shareableUntil(from) : from);
  }

  /** The pieces that other peers may have of it. */
  PieceSet shareable() {
    return locked(() ->
        phase == Phase.OPEN || phase == Phase.RIGHT
            ? table.shareable(phase == Phase.RIGHT)
            : PieceSet.NONE);
  }

  /** Whether nothing of what was here in a generation was found to be wrong. */
  boolean isGood(int then) {
    return locked(() -> then == generation && phase != Phase.WRONG);
  }

  /** The pieces that peers gave. */
  List<PieceTable.Given> given() {
    return locked(table::given);
  }

  /** How many bytes came from where. */
  Map<Via, Long> amounts() {
    return locked(table::amounts);
  }

  /** The hash of a piece as it lies here. */
  Sha256 hashOf(int piece) throws IOException {
    MessageDigest piecewise = Sha256.digest();
    long start = PieceTable.start(piece);
    hash(piecewise, start, start + table.length(piece));
    return Sha256.of(piecewise);
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }
}
