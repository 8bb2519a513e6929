package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.edos.core.metadata.Document;
import org.edos.core.query.Field;
import org.edos.core.unit.UnitId;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads a written segment. Holds its root and its units in memory, all else lies in the grid. Safe
 * for many threads.
 */
final class Segment {
  private final SegmentRoot root;
  private final Blocks blocks;
  private final long[] units;

  Segment(SegmentRoot root, Blocks blocks) {
    this.root = root;
    this.blocks = blocks;
    this.units = longs(root.units());
  }

  String id() {
    return root.id();
  }

  int documents() {
    return root.documents();
  }

  /** The unit's key by document number: {@link SegmentBuilder#unitKey}. */
  long unit(int number) {
    return units[number];
  }

  /** The documents listed under a term. */
  RoaringBitmap postings(String term) {
    byte[] wanted = term.getBytes(UTF_8);
    RoaringBitmap found = new RoaringBitmap();
    int block = TermBlocks.blockOf(root.firstTerms(), wanted);
    if (block >= 0) {
      TermBlocks.Cursor cursor = new TermBlocks.Cursor(blocks.get(root.termBlock(block)));
      while (cursor.next()) {
        int comparison = cursor.compareTo(wanted);
        if (comparison >= 0) {
          if (comparison == 0) {
            cursor.readInto(found);
          }
          break;
        }
      }
    }
    return found;
  }

  /** The documents listed under any term that begins so. */
  RoaringBitmap postingsOfPrefix(String prefix) {
    RoaringBitmap found = new RoaringBitmap();
    scan(prefix, (text, cursor) -> cursor.readInto(found));
    return found;
  }

  /**
   * Calls back with the rest of each term that begins so, in order, and the cursor that stands at
   * it.
   */
  void scan(String prefix, BiConsumer<String, TermBlocks.Cursor> terms) {
    byte[] wanted = prefix.getBytes(UTF_8);
    int first = Math.max(0, TermBlocks.blockOf(root.firstTerms(), wanted));
    for (int block = first; block < root.firstTerms().size(); block++) {
      TermBlocks.Cursor cursor = new TermBlocks.Cursor(blocks.get(root.termBlock(block)));
      while (cursor.next()) {
        if (cursor.startsWith(wanted)) {
          terms.accept(cursor.text(wanted.length), cursor);
        } else if (cursor.compareTo(wanted) > 0) {
          return;
        }
      }
    }
  }

  /**
   * A numeric field's values by document number, {@link SegmentBuilder#NO_NUMBER} where there is
   * none.
   */
  long[] column(Field field) {
    return root.columns().contains(field) ? longs(root.column(field)) : new long[0];
  }

  UnitId id(int number) {
    ByteBuffer ids = ByteBuffer.wrap(blocks.get(root.ids(number / SegmentRoot.IDS)));
    for (int i = number % SegmentRoot.IDS; i > 0; i--) {
      int length = Varint.read(ids);
      ids.position(ids.position() + length);
    }
    byte[] id = new byte[Varint.read(ids)];
    ids.get(id);
    return UnitId.parse(new String(id, UTF_8));
  }

  Document document(int number) {
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
    SegmentRoot.Chunk chunk = root.chunks().get(low);
    byte[] bytes = blocks.get(root.chunk(low), chunk.bytes());
    return new Document(id(number), DocumentChunk.document(bytes, number - chunk.first()));
  }

  /** The SHA-256 of all documents by number, 32 bytes each. */
  byte[] hashes() {
    return blocks.get(root.hashes(), root.documents() * 32);
  }

  private long[] longs(String name) {
    long[] values = new long[root.documents()];
    ByteBuffer.wrap(blocks.get(name, root.documents() * Long.BYTES)).asLongBuffer().get(values);
    return values;
  }
}
