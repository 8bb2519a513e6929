package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.edos.core.query.Field;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A written segment but for its posting lists. Holds its root and its units in memory; all else
 * lies on this node's disk. Safe for many threads.
 */
final class Segment {
  private final SegmentRoot root;
  private final Blocks store;
  private final long[] units;

  Segment(SegmentRoot root, Blocks store) {
    this.root = root;
    this.store = store;
    this.units = longs(store.get(root.units(), root.documents() * Long.BYTES));
  }

  String id() {
    return root.id();
  }

  SegmentRoot root() {
    return root;
  }

  int documents() {
    return root.documents();
  }

  /** The unit's key by document number: {@link SegmentBuilder#unitKey}. */
  long unit(int number) {
    return units[number];
  }

  /** The documents of units with this key. */
  IntStream numbers(long key) {
    return IntStream.range(0, units.length).filter(number -> units[number] == key);
  }

  /** The name of the block in which a term would stand; none if it sorts before all. */
  List<String> blockOf(byte[] term) {
    int block = TermBlocks.blockOf(root.firstTerms(), term);
    return block < 0 ? List.of() : List.of(root.termBlock(block));
  }

  /** The names of the blocks in which terms that begin so would stand. */
  List<String> blocksOf(byte[] prefix) {
    List<String> names = new ArrayList<>();
    List<byte[]> firstTerms = root.firstTerms();
    int block = Math.max(0, TermBlocks.blockOf(firstTerms, prefix));
    while (block < firstTerms.size()
        && (names.isEmpty() || TermBlocks.isBeforeEndOf(prefix, firstTerms.get(block)))) {
      names.add(root.termBlock(block++));
    }
    return names;
  }

  /**
   * A numeric field's values by document number, {@link SegmentBuilder#NO_NUMBER} where there is
   * none; empty if no document has one.
   */
  long[] column(Field field) {
    return root.columns().contains(field)
        ? longs(store.recent(Blocks.piece(root.column(field), 0)))
        : new long[0];
  }

  UnitId id(int number) {
    ByteBuffer ids = ByteBuffer.wrap(store.recent(root.ids(number / SegmentRoot.IDS)));
    skip(ids, number % SegmentRoot.IDS);
    return next(ids);
  }

  /** The ids of these documents, by their numbers; null for all others. Reads each block once. */
  @Nullable UnitId[] ids(RoaringBitmap numbers) {
    @Nullable UnitId[] all = new UnitId[documents()];
    ByteBuffer ids = ByteBuffer.allocate(0);
    int following = 0;
    for (PeekableIntIterator rest = numbers.getIntIterator(); rest.hasNext(); ) {
      int number = rest.next();
      int first = number - number % SegmentRoot.IDS;
      if (following <= first) {
        ids = ByteBuffer.wrap(store.recent(root.ids(number / SegmentRoot.IDS)));
        following = first;
      }
      skip(ids, number - following);
      all[number] = next(ids);
      following = number + 1;
    }
    return all;
  }

  private static void skip(ByteBuffer ids, int count) {
    for (int i = 0; i < count; i++) {
      int length = Varint.read(ids);
      ids.position(ids.position() + length);
    }
  }

  private static UnitId next(ByteBuffer ids) {
    byte[] id = new byte[Varint.read(ids)];
    ids.get(id);
    return UnitId.parse(new String(id, UTF_8));
  }

  /** The chunk that a document lies in. */
  int chunkOf(int number) {
    int low = 0;
    int high = root.chunks().size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (root.chunks().get(middle).first() <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The SHA-256 of all documents by number, 32 bytes each. */
  byte[] hashes() {
    return store.get(root.hashes(), root.documents() * 32);
  }

  private static long[] longs(byte[] bytes) {
    long[] values = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(values);
    return values;
  }
}
