package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.Answers;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.unit.UnitId;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Puts the matches of all segments in order: within a segment they are, so only the heads are
 * compared.
 */
final class Ranking {
  private Ranking() {}

  private record Found(Segment segment, RoaringBitmap documents) {}

  static Answers answers(Query query, List<Snapshot.Part> parts, int offset, int limit) {
    List<Found> byName = new ArrayList<>();
    List<Found> byText = new ArrayList<>();
    for (Snapshot.Part part : parts) {
      Segment segment = part.segment();
      RoaringBitmap all =
          new Evaluation(segment, Evaluation.TEXT_FIELDS).matches(query, part.documents());
      RoaringBitmap first =
          query.hasText() ? new Evaluation(segment, Set.of(Field.NAME)).matches(query, all) : all;
      byName.add(new Found(segment, first));
      byText.add(new Found(segment, RoaringBitmap.andNot(all, first)));
    }
    long named = total(byName);
    List<Document> page = new ArrayList<>();
    take(byName, offset, limit, page);
    take(byText, Math.max(0, offset - named), limit - page.size(), page);
    return new Answers(named + total(byText), page);
  }

  private static long total(List<Found> found) {
    return found.stream().mapToLong(part -> part.documents().getLongCardinality()).sum();
  }

  private static void take(List<Found> found, long offset, int limit, List<Document> page) {
    if (limit == 0 || offset >= total(found)) {
      return;
    }
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing((Head head) -> head.id, AnswerOrder.INSTANCE));
    for (Found part : found) {
      if (!part.documents().isEmpty()) {
        heads.add(new Head(part));
      }
    }
    int end = page.size() + limit;
    for (long place = 0; page.size() < end && !heads.isEmpty(); place++) {
      Head head = heads.remove();
      if (place >= offset) {
        page.add(head.segment.document(head.number));
      }
      if (head.next()) {
        heads.add(head);
      }
    }
  }

  /** The first document of a segment that is still to come. */
  private static final class Head {
    private final Segment segment;
    private final IntIterator numbers;
    private int number;
    private UnitId id;

    Head(Found found) {
      this.segment = found.segment();
      this.numbers = found.documents().getIntIterator();
      this.number = numbers.next();
      this.id = segment.id(number);
    }

    boolean next() {
      if (!numbers.hasNext()) {
        return false;
      }
      number = numbers.next();
      id = segment.id(number);
      return true;
    }
  }
}
