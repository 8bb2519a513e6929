package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.FieldSpans;
import org.edos.core.query.Interval;
import org.edos.core.unit.Sha256;

/**
 * Gathers documents and turns them into a segment's blocks. Handed from thread to thread, used by
 * one at a time.
 */
final class SegmentBuilder {
  static final int MAX_DOCUMENTS = 16_000;

  /** A segment ends with the document that brings it to so many bytes. */
  static final long MAX_BYTES = 32L << 20;

  static final long NO_NUMBER = -1;

  private static final int CHUNK_DOCUMENTS = 8;
  private static final int CHUNK_BYTES = 64 << 10;

  private final List<Arrival> documents = new ArrayList<>();
  private final TermTable table = new TermTable();
  private final DocumentTerms terms = new DocumentTerms(table);
  private final Map<Field, long[]> columns = new EnumMap<>(Field.class);

  /**
   * A segment's blocks by name.
   *
   * @param root to be written before them
   * @param terms of the posting lists
   * @param ids of the documents
   * @param pieces all else, cut into pieces where it is large
   * @param numbers of the documents in the order in which they were added
   */
  record Built(
      SegmentRoot root,
      Map<String, byte[]> terms,
      Map<String, byte[]> ids,
      Map<String, byte[]> pieces,
      int[] numbers) {}

  /**
   * Adds a document. The first number of a segment is 0, but numbers are given only when all are
   * there.
   */
  void add(Arrival arrival) {
    documents.add(arrival);
    table.next();
    FieldSpans spans = arrival.spans().orElse(null);
    if (spans == null) {
      DocumentFields fields = DocumentFields.of(arrival.document());
      terms.add(fields);
      fields.fields().forEach(field -> addNumbers(field, fields.values(field)));
    } else {
      terms.add(spans, DocumentFields.kindOf(arrival.document().id()));
      addNumbers(spans);
    }
  }

  private void addNumbers(FieldSpans spans) {
    Map<Field, List<String>> numbers = new EnumMap<>(Field.class);
    for (int i = 0; i < spans.size(); i++) {
      if (isNumber(spans.field(i))) {
        numbers.computeIfAbsent(spans.field(i), f -> new ArrayList<>(1)).add(spans.value(i));
      }
    }
    numbers.forEach(this::addNumbers);
  }

  /** Of several values the first counts. */
  private void addNumbers(Field field, List<String> values) {
    if (isNumber(field)) {
      long number = Interval.valueOf(field, values.getFirst()).orElse(NO_NUMBER);
      if (number != NO_NUMBER) {
        column(field)[documents.size() - 1] = number;
      }
      if (values.size() > 1 || !written(field, number).equals(values.getFirst())) {
        terms.addUncertain(field);
      }
    }
  }

  /** How a number of a column is usually written. */
  static String written(Field field, long number) {
    return field.kind() == Field.Kind.DATE
        ? Instant.ofEpochSecond(number).toString()
        : Long.toString(number);
  }

  private static boolean isNumber(Field field) {
    return field.kind() == Field.Kind.NUMBER || field.kind() == Field.Kind.DATE;
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

  boolean isEmpty() {
    return documents.isEmpty();
  }

  /** Makes the blocks, on two threads; the builder takes no more documents. */
  Built build(String id) {
    int[] order =
        IntStream.range(0, documents.size())
            .boxed()
            .sorted(
                Comparator.comparing(
                    ordinal -> documents.get(ordinal).document().id(), AnswerOrder.INSTANCE))
            .mapToInt(Integer::intValue)
            .toArray();
    // The names of blocks do not depend on what the root says besides its id.
    SegmentRoot names = new SegmentRoot(id, order.length, columns.keySet(), List.of(), List.of());
    Map<String, byte[]> pieces = new TreeMap<>();
    CompletableFuture<List<SegmentRoot.Chunk>> chunks =
        CompletableFuture.supplyAsync(() -> {
          buildColumns(names, order, pieces);
          return buildChunks(names, order, pieces);
        });
    Map<String, byte[]> ids = new TreeMap<>();
    buildIds(names, order, ids);
    Map<String, byte[]> blocks = new TreeMap<>();
    TermBlocks.Writer writer =
        new TermBlocks.Writer((number, block) -> blocks.put(names.termBlock(number), block));
    table.drain(
        order,
        (kind, text, from, to, listed, first, last) ->
            writer.add(DocumentTerms.prefix(kind), text, from, to, listed, first, last));
    SegmentRoot root =
        new SegmentRoot(
            id, order.length, Set.copyOf(columns.keySet()), writer.finish(), chunks.join());
    int[] numbers = new int[order.length];
    for (int number = 0; number < order.length; number++) {
      numbers[order[number]] = number;
    }
    return new Built(root, blocks, ids, pieces, numbers);
  }

  private List<SegmentRoot.Chunk> buildChunks(
      SegmentRoot names, int[] order, Map<String, byte[]> pieces) {
    List<SegmentRoot.Chunk> chunks = new ArrayList<>();
    try (DocumentChunk.Compressor compressor = new DocumentChunk.Compressor()) {
      int number = 0;
      while (number < order.length) {
        int first = number;
        int size = 0;
        List<byte[]> together = new ArrayList<>();
        while (number < order.length && together.size() < CHUNK_DOCUMENTS && size < CHUNK_BYTES) {
          byte[] xml = documents.get(order[number++]).document().xml();
          together.add(xml);
          size += xml.length;
        }
        byte[] chunk = compressor.compress(together);
        pieces.put(names.chunk(chunks.size()), chunk);
        chunks.add(new SegmentRoot.Chunk(first, chunk.length));
      }
    }
    return chunks;
  }

  private void buildIds(SegmentRoot names, int[] order, Map<String, byte[]> blocks) {
    for (int block = 0; block < names.idBlocks(); block++) {
      ByteSink out = new ByteSink(SegmentRoot.IDS * 64);
      int end = Math.min(order.length, (block + 1) * SegmentRoot.IDS);
      for (int number = block * SegmentRoot.IDS; number < end; number++) {
        byte[] id = documents.get(order[number]).id();
        out.writeVarint(id.length);
        out.write(id);
      }
      blocks.put(names.ids(block), out.toByteArray());
    }
  }

  private void buildColumns(SegmentRoot names, int[] order, Map<String, byte[]> pieces) {
    columns.forEach((field, values) -> {
      ByteBuffer column = ByteBuffer.allocate(order.length * Long.BYTES);
      Arrays.stream(order).forEach(ordinal -> column.putLong(values[ordinal]));
      pieces.put(names.column(field), column.array());
    });
    ByteBuffer units = ByteBuffer.allocate(order.length * Long.BYTES);
    ByteBuffer hashes = ByteBuffer.allocate(order.length * 32);
    for (int ordinal : order) {
      units.putLong(documents.get(ordinal).unit());
      hashes.put(documents.get(ordinal).hash());
    }
    pieces.put(names.units(), units.array());
    pieces.put(names.hashes(), hashes.array());
  }

  /** The number by which a unit is told from others where its whole identity would be too long. */
  static long unitKey(String id) {
    return ByteBuffer.wrap(Sha256.digest().digest(id.getBytes(UTF_8))).getLong();
  }
}
