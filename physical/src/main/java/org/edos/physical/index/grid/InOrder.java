package org.edos.physical.index.grid;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.Cursor;
import org.edos.core.query.Field;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Documents of one segment in an order, from a place on. They are numbered in {@link AnswerOrder},
 * so that a place among them is found by looking at a few. Used by one thread.
 */
final class InOrder {
  private final long[] sizes;
  private final PrimitiveIterator.OfInt numbers;

  private InOrder(PrimitiveIterator.OfInt numbers, long[] sizes) {
    this.numbers = numbers;
    this.sizes = sizes;
  }

  static InOrder of(
      Segment segment, RoaringBitmap documents, SortOrder sort, Optional<Cursor> after) {
    long[] sizes = sort.by() == Sort.SIZE ? segment.column(Field.SIZE) : new long[0];
    PrimitiveIterator.OfInt numbers =
        switch (sort.by()) {
          case RELEVANCE -> asNumbered(segment, documents, after);
          case NAME ->
              sort.descending()
                  ? backwards(segment, documents, after)
                  : asNumbered(segment, documents, after);
          case SIZE -> bySize(documents, sizes, sort, place(segment, after));
          case VERSION -> byVersion(segment, documents, sort, place(segment, after));
        };
    return new InOrder(numbers, sizes);
  }

  boolean hasNext() {
    return numbers.hasNext();
  }

  int next() {
    return numbers.nextInt();
  }

  /** A document's size, if that is what the order is by. */
  long size(int number) {
    return size(sizes, number);
  }

  private static long size(long[] sizes, int number) {
    return sizes.length == 0 || sizes[number] == SegmentBuilder.NO_NUMBER
        ? Cursor.NO_SIZE
        : sizes[number];
  }

  /** The number of the first document for which it holds, as it does for all behind. */
  private static int first(Segment segment, IntPredicate isBehind) {
    int low = 0;
    int high = segment.documents();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBehind.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static int firstAfter(Segment segment, UnitId unit) {
    return first(segment, number -> AnswerOrder.INSTANCE.compare(segment.id(number), unit) > 0);
  }

  private static PrimitiveIterator.OfInt asNumbered(
      Segment segment, RoaringBitmap documents, Optional<Cursor> after) {
    PeekableIntIterator numbers = documents.getIntIterator();
    after.ifPresent(place -> numbers.advanceIfNeeded(firstAfter(segment, place.unit())));
    return new PrimitiveIterator.OfInt() {
      @Override
      public boolean hasNext() {
        return numbers.hasNext();
      }

      @Override
      public int nextInt() {
        return numbers.next();
      }
    };
  }

  /** Name by name from the last, those of a name as they are numbered. */
  private static PrimitiveIterator.OfInt backwards(
      Segment segment, RoaringBitmap documents, Optional<Cursor> after) {
    IntStream rest = IntStream.empty();
    int end = segment.documents();
    if (after.isPresent()) {
      UnitId unit = after.get().unit();
      int from = firstAfter(segment, unit);
      int to = first(segment, number -> segment.id(number).name().compareTo(unit.name()) > 0);
      rest = range(documents, from, to);
      end = first(segment, number -> segment.id(number).name().compareTo(unit.name()) >= 0);
    }
    int limit = end;
    IntStream groups =
        IntStream.iterate(
                limit == 0 ? -1 : Math.toIntExact(documents.previousValue(limit - 1)),
                last -> last >= 0,
                last -> {
                  int before = firstOfName(segment, last) - 1;
                  return before < 0 ? -1 : Math.toIntExact(documents.previousValue(before));
                })
            .flatMap(last -> range(documents, firstOfName(segment, last), last + 1));
    return IntStream.concat(rest, groups).iterator();
  }

  private static int firstOfName(Segment segment, int number) {
    String name = segment.id(number).name();
    int first = number;
    while (first > 0 && segment.id(first - 1).name().equals(name)) {
      first--;
    }
    return first;
  }

  private static IntStream range(RoaringBitmap documents, int from, int to) {
    RoaringBitmap part = RoaringBitmap.bitmapOfRange(from, Math.max(from, to));
    part.and(documents);
    return part.stream();
  }

  private static Optional<After> place(Segment segment, Optional<Cursor> after) {
    return after.map(cursor -> new After(cursor, firstAfter(segment, cursor.unit())));
  }

  private static PrimitiveIterator.OfInt bySize(
      RoaringBitmap documents, long[] sizes, SortOrder sort, Optional<After> after) {
    int direction = sort.descending() ? -1 : 1;
    return sorted(
        documents,
        (a, b) -> direction * Long.compare(size(sizes, a), size(sizes, b)),
        after.map(place ->
            place.behind(
                number -> direction * Long.compare(size(sizes, number), place.cursor().size()))));
  }

  private static PrimitiveIterator.OfInt byVersion(
      Segment segment, RoaringBitmap documents, SortOrder sort, Optional<After> after) {
    int direction = sort.descending() ? -1 : 1;
    @Nullable UnitId[] ids = segment.ids(documents);
    IntFunction<UnitId> id = number -> Objects.requireNonNull(ids[number]);
    return sorted(
        documents,
        (a, b) -> direction * AnswerOrder.compareVersions(id.apply(a), id.apply(b)),
        after.map(place ->
            place.behind(number ->
                direction * AnswerOrder.compareVersions(id.apply(number), place.cursor().unit()))));
  }

  /**
   * A place, and the first document behind it of those that the order takes for equal to it.
   *
   * @param first its number
   */
  private record After(Cursor cursor, int first) {
    /** Given how documents compare with the place, those that come after it. */
    IntPredicate behind(IntUnaryOperator compared) {
      return number -> {
        int order = compared.applyAsInt(number);
        return order > 0 || (order == 0 && number >= first);
      };
    }
  }

  /** Put in order only as far as they are asked for, since few mostly are, of very many. */
  private static PrimitiveIterator.OfInt sorted(
      RoaringBitmap documents, Comparator<Integer> order, Optional<IntPredicate> behind) {
    PriorityQueue<Integer> heap =
        new PriorityQueue<>(order.thenComparing(Comparator.naturalOrder()));
    IntPredicate wanted = behind.orElse(number -> true);
    documents.forEach((int number) -> {
      if (wanted.test(number)) {
        heap.add(number);
      }
    });
    return new PrimitiveIterator.OfInt() {
      @Override
      public boolean hasNext() {
        return !heap.isEmpty();
      }

      @Override
      public int nextInt() {
        return heap.remove();
      }
    };
  }
}
