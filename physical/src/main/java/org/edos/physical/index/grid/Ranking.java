package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.edos.core.metadata.Document;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.Explanation;
import org.edos.core.query.Field;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.TreePattern;
import org.edos.physical.index.ListedAnswers;
import org.roaringbitmap.RoaringBitmap;

/** Puts the matches of all segments in the order asked for. */
final class Ranking {
  private Ranking() {}

  private record Found(Segment segment, int number, Cursor place) {
    Document document() {
      return segment.document(number);
    }
  }

  static ListedAnswers answers(Question question, List<Snapshot.Part> parts) {
    Comparator<Cursor> order = question.sort().comparator();
    List<Found> found = found(question, parts);
    List<Found> rest =
        found.stream()
            .filter(f -> question.after().map(p -> order.compare(p, f.place()) < 0).orElse(true))
            .sorted(Comparator.comparing(Found::place, order))
            .toList();
    int end = Math.min(rest.size(), question.limit());
    return new ListedAnswers(
        question,
        rest.subList(0, end).stream().map(Found::document).toList(),
        end < rest.size(),
        new Count(found.size(), true),
        Explanation.NOTHING);
  }

  private static List<Found> found(Question question, List<Snapshot.Part> parts) {
    TreePattern pattern = question.pattern();
    List<Found> found = new ArrayList<>();
    for (Snapshot.Part part : parts) {
      Segment segment = part.segment();
      RoaringBitmap all =
          new Evaluation(segment, Evaluation.TEXT_FIELDS)
              .matches(pattern.condition(), part.documents());
      RoaringBitmap named =
          pattern.condition().hasText()
              ? new Evaluation(segment, Set.of(Field.NAME)).matches(pattern.condition(), all)
              : all;
      long[] sizes = question.sort().by() == Sort.SIZE ? segment.column(Field.SIZE) : new long[0];
      all.forEach((int number) -> {
        if (pattern.structure().isEmpty() || pattern.matches(segment.document(number))) {
          long size = sizes.length == 0 ? Cursor.NO_SIZE : sizes[number];
          found.add(
              new Found(
                  segment,
                  number,
                  new Cursor(question.sort(), !named.contains(number), size, segment.id(number))));
        }
      });
    }
    return found;
  }
}
