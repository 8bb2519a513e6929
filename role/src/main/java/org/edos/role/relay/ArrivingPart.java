package org.edos.role.relay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.edos.core.OneByte;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;

/** What is here of an arriving file, for other daemons. Safe for use by many threads. */
record ArrivingPart(ArrivingFile arriving) implements PartialContent {
  /** Whether others may be given parts of a file of this size: it has several, and not too many. */
  static boolean isWorthIt(long size) {
    return size > PieceHashes.PIECE_BYTES && PieceHashes.count(size) <= PieceSet.MOST_PIECES;
  }

  @Override
  public long size() {
    return arriving.file().size();
  }

  @Override
  public PieceSet present() {
    return arriving.shareable();
  }

  @Override
  public Optional<InputStream> open(long from, long length) {
    int generation = arriving.generation();
    if (from < 0 || length < 1 || arriving.shareableUntil(from) - from < length) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Checked(arriving.space().open(from), generation));
    } catch (IOException e) {
      // It has just been taken into the store, or given up.
      return Optional.empty();
    }
  }

  /** Breaks off when something was found to be wrong in the file. */
  private final class Checked extends FilterInputStream {
    private final int generation;

    Checked(InputStream in, int generation) {
      super(in);
      this.generation = generation;
    }

    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (!arriving.isGood(generation)) {
        throw new IOException("something was wrong in what was here");
      }
      return count;
    }
  }
}
