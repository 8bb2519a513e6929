package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import org.edos.core.query.Cursor;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.physical.index.grid.Documents.Place;
import org.roaringbitmap.RoaringBitmap;

/**
 * The matches of all segments in the order asked for, from a place on. Each segment's are in order
 * or put in order, so that only their heads are compared. Used by one thread.
 */
final class Candidates implements Iterator<Candidates.Candidate> {
  private final List<Matches> matches;
  private final SortOrder sort;
  private final Optional<Cursor> after;
  private final List<Boolean> passes = new ArrayList<>();
  private final PriorityQueue<Head> heads;

  /**
   * A document that may be an answer.
   *
   * @param place where it lies
   * @param ranked whether it is one only if its rank is the one given
   * @param byText its rank
   * @param sure whether it is one for certain
   */
  record Candidate(Place place, boolean ranked, boolean byText, boolean sure) {}

  Candidates(List<Matches> matches, SortOrder sort, Optional<Cursor> after) {
    this.matches = matches;
    this.sort = sort;
    this.after = after;
    this.heads = new PriorityQueue<>(Comparator.comparing((Head h) -> h.cursor, sort.comparator()));
    passes.add(false);
    if (sort.by() == Sort.RELEVANCE) {
      passes.add(sort.descending() ? 0 : 1, true);
      after.ifPresent(place -> {
        if (place.byText() == passes.get(1)) {
          passes.remove(0);
        }
      });
    }
    pass();
  }

  /** Begins the next pass over the segments that has anything. */
  private void pass() {
    while (heads.isEmpty() && !passes.isEmpty()) {
      boolean byText = passes.remove(0);
      for (Matches part : matches) {
        RoaringBitmap documents =
            sort.by() == Sort.RELEVANCE ? part.ranked(byText) : part.all().maybe();
        if (!documents.isEmpty()) {
          Optional<Cursor> from =
              after.filter(a -> sort.by() != Sort.RELEVANCE || a.byText() == byText);
          Head head = new Head(part, byText, InOrder.of(part.segment(), documents, sort, from));
          if (head.move()) {
            heads.add(head);
          }
        }
      }
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  /** Whether there is a next one that is an answer for certain. */
  boolean hasSure() {
    Head head = heads.peek();
    return head != null && head.candidate().sure();
  }

  @Override
  public Candidate next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    Candidate candidate = head.candidate();
    if (head.move()) {
      heads.add(head);
    }
    pass();
    return candidate;
  }

  /** The next one of a segment. */
  private final class Head {
    private final Matches part;
    private final boolean byText;
    private final InOrder numbers;
    private int number;
    private Cursor cursor;

    Head(Matches part, boolean byText, InOrder numbers) {
      this.part = part;
      this.byText = byText;
      this.numbers = numbers;
      this.cursor = new Cursor(sort, byText, Cursor.NO_SIZE, part.segment().id(0));
    }

    boolean move() {
      if (!numbers.hasNext()) {
        return false;
      }
      number = numbers.next();
      cursor = new Cursor(sort, byText, numbers.size(number), part.segment().id(number));
      return true;
    }

    Candidate candidate() {
      boolean ranked = sort.by() == Sort.RELEVANCE;
      boolean sure = ranked ? part.isSure(number, byText) : part.all().sure().contains(number);
      return new Candidate(new Place(part.segment(), number), ranked, byText, sure);
    }
  }
}
