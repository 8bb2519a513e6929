package org.edos.physical.index.grid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * Sorted terms with their posting lists, cut into blocks. In a block each term is written as the
 * number of bytes that it shares with the one before, the bytes that differ, and its list.
 */
final class TermBlocks {
  /**
   * Blocks end soon after this many bytes: what a question of three words needs of four segments
   * fits into the first packets of a connection, so that a distant answer takes one round trip.
   */
  private static final int TARGET = 2 << 10;

  private TermBlocks() {}

  /** Writes blocks, terms in order. */
  static final class Writer {
    private final List<byte[]> firstTerms = new ArrayList<>();
    private final ByteSink block = new ByteSink(TARGET * 2);
    private final BiConsumer<Integer, byte[]> sink;
    private byte[] previous = new byte[512];
    private int previousLength;
    private byte[] term = new byte[512];
    private int length;

    /** Hands each finished block to the sink, with its number from 0. */
    Writer(BiConsumer<Integer, byte[]> sink) {
      this.sink = sink;
    }

    /**
     * Adds a term and its documents, which lie there in ascending order from one place to another.
     */
    void add(byte[] prefix, byte[] text, int from, int to, int[] documents, int first, int last) {
      if (block.size() >= TARGET) {
        finishBlock();
      }
      int textLength = to - from;
      length = prefix.length + textLength;
      if (term.length < length) {
        term = new byte[length * 2];
      }
      System.arraycopy(prefix, 0, term, 0, prefix.length);
      System.arraycopy(text, from, term, prefix.length, textLength);
      int shared = 0;
      if (block.size() == 0) {
        firstTerms.add(Arrays.copyOf(term, length));
      } else {
        shared = Math.max(0, Arrays.mismatch(previous, 0, previousLength, term, 0, length));
      }
      block.writeVarint(shared);
      block.writeVarint(length - shared);
      block.write(term, shared, length - shared);
      PostingList.write(documents, first, last, block);
      byte[] free = previous;
      previous = term;
      previousLength = length;
      term = free;
    }

    /** Finishes the last block and gives the first term of every block. */
    List<byte[]> finish() {
      if (block.size() > 0) {
        finishBlock();
      }
      return firstTerms;
    }

    private void finishBlock() {
      sink.accept(firstTerms.size() - 1, block.toByteArray());
      block.reset();
    }
  }

  /** Walks through the terms of one block. */
  static final class Cursor {
    private final ByteBuffer in;
    private byte[] term = new byte[64];
    private int length;
    private boolean atPostings;

    Cursor(byte[] block) {
      this.in = ByteBuffer.wrap(block);
    }

    /** Moves to the next term; false at the end. */
    boolean next() {
      if (atPostings) {
        PostingList.skip(in);
      }
      if (!in.hasRemaining()) {
        return false;
      }
      int shared = Varint.read(in);
      int rest = Varint.read(in);
      length = shared + rest;
      if (term.length < length) {
        term = Arrays.copyOf(term, length * 2);
      }
      in.get(term, shared, rest);
      atPostings = true;
      return true;
    }

    /** Adds the current term's documents to a bitmap; once for each term. */
    void readInto(RoaringBitmap target) {
      PostingList.readInto(in, target);
      atPostings = false;
    }

    int compareTo(byte[] other) {
      return Arrays.compareUnsigned(term, 0, length, other, 0, other.length);
    }

    boolean startsWith(byte[] prefix) {
      return length >= prefix.length
          && Arrays.equals(term, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The current term from this byte on. */
    String text(int from) {
      return new String(term, from, length - from, StandardCharsets.UTF_8);
    }
  }

  /** Whether a term sorts before or among those that begin so. */
  static boolean isBeforeEndOf(byte[] prefix, byte[] term) {
    int shared = Math.min(prefix.length, term.length);
    return Arrays.compareUnsigned(term, 0, shared, prefix, 0, prefix.length) <= 0;
  }

  /**
   * The block in which a term would stand, by the blocks' first terms; -1 if it sorts before all.
   */
  static int blockOf(List<byte[]> firstTerms, byte[] term) {
    int low = 0;
    int high = firstTerms.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(firstTerms.get(middle), term) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
