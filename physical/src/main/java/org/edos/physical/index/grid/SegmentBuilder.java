package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Interval;
import org.edos.core.unit.Sha256;

/**
 * Gathers documents and turns them into a segment's blocks. Handed from thread to thread, used by
 * one at a time.
 */
final class SegmentBuilder {
  static final int MAX_DOCUMENTS = 16_000;
  static final long NO_NUMBER = -1;

  private static final long MAX_BYTES = 64L << 20;
  private static final int CHUNK_DOCUMENTS = 16;
  private static final int CHUNK_BYTES = 64 << 10;

  private final List<Document> documents = new ArrayList<>();
  private final List<byte[]> hashes = new ArrayList<>();
  private final Map<String, Map<String, PostingList>> terms = new TreeMap<>();
  private final Map<Field, long[]> columns = new EnumMap<>(Field.class);
  private final Map<String, byte[]> blocks = new TreeMap<>();
  private long bytes;

  /**
   * Adds a document. The first number of a segment is 0, but numbers are given only when all are
   * there.
   */
  void add(Document document, DocumentFields fields, byte[] hash) {
    int ordinal = documents.size();
    documents.add(document);
    hashes.add(hash);
    bytes += document.xml().length;
    IndexTerm.forEach(
        fields,
        (prefix, text) ->
            terms
                .computeIfAbsent(prefix, p -> new HashMap<>())
                .computeIfAbsent(text, t -> new PostingList())
                .add(ordinal));
    for (Field field : fields.fields()) {
      if (field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.DATE) {
        OptionalLong value = Interval.valueOf(field, fields.values(field).getFirst());
        value.ifPresent(number -> column(field)[ordinal] = number);
      }
    }
  }

  boolean isEmpty() {
    return documents.isEmpty();
  }

  boolean isFull() {
    return documents.size() >= MAX_DOCUMENTS || bytes >= MAX_BYTES;
  }

  int size() {
    return documents.size();
  }

  /** Makes the blocks, which {@link #write} then writes; the builder takes no more documents. */
  SegmentRoot build(String id) {
    int[] order =
        IntStream.range(0, documents.size())
            .boxed()
            .sorted(
                Comparator.comparing(ordinal -> documents.get(ordinal).id(), AnswerOrder.INSTANCE))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] numbers = new int[order.length];
    for (int number = 0; number < order.length; number++) {
      numbers[order[number]] = number;
    }
    // The names of blocks do not depend on what the root says besides its id.
    SegmentRoot names = new SegmentRoot(id, order.length, columns.keySet(), List.of(), List.of());
    List<byte[]> firstTerms = buildTerms(names, numbers);
    List<SegmentRoot.Chunk> chunks = buildChunks(names, order);
    buildIds(names, order);
    buildColumns(names, order);
    return new SegmentRoot(id, order.length, columns.keySet(), firstTerms, chunks);
  }

  /** Writes the blocks that were built, and forgets them. */
  void write(Blocks.Batch batch) {
    blocks.forEach((name, block) -> {
      if (isPieces(name)) {
        batch.putPieces(name, block);
      } else {
        batch.put(name, block);
      }
    });
    batch.flush();
    blocks.clear();
  }

  private static boolean isPieces(String name) {
    char kind = name.charAt(name.indexOf('/') + 1);
    return kind != 't' && kind != 'i';
  }

  private long[] column(Field field) {
    return columns.computeIfAbsent(
        field,
        f -> {
          long[] column = new long[MAX_DOCUMENTS];
          Arrays.fill(column, NO_NUMBER);
          return column;
        });
  }

  private List<byte[]> buildTerms(SegmentRoot names, int[] numbers) {
    TermBlocks.Writer writer =
        new TermBlocks.Writer((number, block) -> blocks.put(names.termBlock(number), block));
    for (Map.Entry<String, Map<String, PostingList>> field : terms.entrySet()) {
      byte[] prefix = field.getKey().getBytes(UTF_8);
      record Term(byte[] bytes, PostingList postings) {}
      List<Term> sorted = new ArrayList<>(field.getValue().size());
      field
          .getValue()
          .forEach((text, postings) -> sorted.add(new Term(join(prefix, text), postings)));
      sorted.sort((a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
      sorted.forEach(term -> writer.add(term.bytes(), term.postings(), numbers));
      field.getValue().clear();
    }
    return writer.finish();
  }

  private static byte[] join(byte[] prefix, String text) {
    byte[] rest = text.getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, whole, prefix.length, rest.length);
    return whole;
  }

  private List<SegmentRoot.Chunk> buildChunks(SegmentRoot names, int[] order) {
    List<SegmentRoot.Chunk> chunks = new ArrayList<>();
    try (DocumentChunk.Compressor compressor = new DocumentChunk.Compressor()) {
      int number = 0;
      while (number < order.length) {
        int first = number;
        int size = 0;
        List<byte[]> together = new ArrayList<>();
        while (number < order.length && together.size() < CHUNK_DOCUMENTS && size < CHUNK_BYTES) {
          byte[] xml = documents.get(order[number++]).xml();
          together.add(xml);
          size += xml.length;
        }
        byte[] chunk = compressor.compress(together);
        blocks.put(names.chunk(chunks.size()), chunk);
        chunks.add(new SegmentRoot.Chunk(first, chunk.length));
      }
    }
    return chunks;
  }

  private void buildIds(SegmentRoot names, int[] order) {
    for (int block = 0; block < names.idBlocks(); block++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int end = Math.min(order.length, (block + 1) * SegmentRoot.IDS);
      for (int number = block * SegmentRoot.IDS; number < end; number++) {
        byte[] id = documents.get(order[number]).id().toString().getBytes(UTF_8);
        Varint.write(out, id.length);
        out.writeBytes(id);
      }
      blocks.put(names.ids(block), out.toByteArray());
    }
  }

  private void buildColumns(SegmentRoot names, int[] order) {
    columns.forEach((field, values) -> {
      ByteBuffer column = ByteBuffer.allocate(order.length * Long.BYTES);
      Arrays.stream(order).forEach(ordinal -> column.putLong(values[ordinal]));
      blocks.put(names.column(field), column.array());
    });
    ByteBuffer units = ByteBuffer.allocate(order.length * Long.BYTES);
    ByteBuffer hashColumn = ByteBuffer.allocate(order.length * 32);
    for (int ordinal : order) {
      units.putLong(unitKey(documents.get(ordinal).id().toString()));
      hashColumn.put(hashes.get(ordinal));
    }
    blocks.put(names.units(), units.array());
    blocks.put(names.hashes(), hashColumn.array());
  }

  /** The number by which a unit is told from others where its whole identity would be too long. */
  static long unitKey(String id) {
    return ByteBuffer.wrap(Sha256.digest().digest(id.getBytes(UTF_8))).getLong();
  }
}
