package org.edos.physical.index.grid;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Explanation;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.physical.index.grid.Documents.Place;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Answers from the grid: posting lists are read at the beginning, documents as they are asked for,
 * a few and then more at once.
 */
final class GridAnswers implements AnswerStream {
  /** Up to so many documents are looked at for an exact count. */
  private static final int COUNTED = 500;

  private static final int FIRST_BATCH = 4;
  private static final int LARGEST_BATCH = 64;

  private final Question question;
  private final TreePattern pattern;
  private final Documents documents;
  private final Runnable release;
  private final Work index = new Work();
  private final Work retrieval = new Work();
  private final Map<Query, Leaf> leaves = new LinkedHashMap<>();
  private final List<Matches> matches = new ArrayList<>();
  private final Map<Place, Boolean> verdicts = new HashMap<>();
  private final Candidates candidates;
  private final Deque<Document> ready = new ArrayDeque<>();
  private int batch = FIRST_BATCH;
  private int given;
  private long verified;
  private @Nullable Document last;

  /** What a leaf of the condition came to in all segments. */
  private static final class Leaf {
    private final int order;
    private int segments;
    private long documents;
    private boolean exact = true;

    Leaf(int order) {
      this.order = order;
    }
  }

  /**
   * Reads the posting lists.
   *
   * @param release called once no more is read
   */
  GridAnswers(
      Question question,
      Snapshot snapshot,
      Blocks postings,
      Documents documents,
      Runnable release) {
    this.question = question;
    this.pattern = question.pattern();
    this.documents = documents;
    this.release = release;
    long start = System.nanoTime();
    Reading reading =
        new Reading(
            postings, snapshot.parts().stream().map(Snapshot.Part::segment).toList(), index);
    reading.prepare(pattern.condition());
    for (Snapshot.Part part : snapshot.parts()) {
      Matches found =
          Matches.of(pattern.condition(), part, reading.of(part.segment()), this::trace);
      if (!found.all().maybe().isEmpty()) {
        matches.add(found);
      }
    }
    index.since(start);
    this.candidates = new Candidates(matches, question.sort(), question.after());
  }

  private void trace(Query query, Found found) {
    Leaf leaf = leaves.computeIfAbsent(query, q -> new Leaf(leaves.size() + 1));
    leaf.segments++;
    leaf.documents += found.maybe().getLongCardinality();
    leaf.exact &= found.isExact();
  }

  @Override
  public boolean hasNext() {
    return given < question.limit() && (!ready.isEmpty() || fill(question.limit() - given));
  }

  @Override
  public Answer next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = ready.remove();
    last = document;
    given++;
    return new Answer(document, pattern.answers(document));
  }

  /** Reads documents until there is one that matches; false if there is none. */
  private boolean fill(int most) {
    while (ready.isEmpty() && candidates.hasNext()) {
      List<Candidates.Candidate> next = new ArrayList<>();
      while (next.size() < Math.min(batch, most) && candidates.hasNext()) {
        next.add(candidates.next());
      }
      batch = Math.min(LARGEST_BATCH, batch * 2);
      List<Document> read = read(next.stream().map(Candidates.Candidate::place).toList());
      for (int i = 0; i < read.size(); i++) {
        if (isAnswer(next.get(i), read.get(i))) {
          ready.add(read.get(i));
        }
      }
    }
    return !ready.isEmpty();
  }

  private List<Document> read(List<Place> places) {
    long start = System.nanoTime();
    try {
      return documents.read(places, retrieval);
    } catch (Blocks.Missing missing) {
      throw Catalogue.withdrawn(missing);
    } finally {
      retrieval.since(start);
    }
  }

  private boolean isAnswer(Candidates.Candidate candidate, Document document) {
    if (candidate.sure() && pattern.structure().isEmpty()) {
      return true;
    }
    DocumentFields fields = DocumentFields.of(document);
    boolean rightRank =
        !candidate.ranked()
            || !pattern.condition().hasText()
            || candidate.byText() != pattern.condition().matchesByName(fields);
    return rightRank && verdict(candidate.place(), document, fields);
  }

  private boolean verdict(Place place, Document document, DocumentFields fields) {
    Boolean known = verdicts.get(place);
    if (known == null) {
      known = pattern.matches(document, fields);
      verified++;
      if (verdicts.size() < COUNTED) {
        verdicts.put(place, known);
      }
    }
    return known;
  }

  @Override
  public Count count() {
    long most = 0;
    List<Place> uncertain = new ArrayList<>();
    for (Matches part : matches) {
      most += part.all().maybe().getLongCardinality();
      RoaringBitmap open =
          pattern.structure().isPresent()
              ? part.all().maybe()
              : RoaringBitmap.andNot(part.all().maybe(), part.all().sure());
      if (uncertain.size() + open.getLongCardinality() > COUNTED) {
        return new Count(atMost(), false);
      }
      open.forEach((int number) -> uncertain.add(new Place(part.segment(), number)));
    }
    return new Count(most - uncertain.size() + matching(uncertain), true);
  }

  /** All but those that were looked at in vain. */
  private long atMost() {
    long most = matches.stream().mapToLong(part -> part.all().maybe().getLongCardinality()).sum();
    return most - verdicts.values().stream().filter(match -> !match).count();
  }

  private long matching(List<Place> uncertain) {
    List<Place> unseen = uncertain.stream().filter(p -> !verdicts.containsKey(p)).toList();
    for (int from = 0; from < unseen.size(); from += LARGEST_BATCH) {
      List<Place> places = unseen.subList(from, Math.min(unseen.size(), from + LARGEST_BATCH));
      List<Document> read = read(places);
      for (int i = 0; i < places.size(); i++) {
        verdicts.put(places.get(i), pattern.matches(read.get(i)));
        verified++;
      }
    }
    return uncertain.stream().filter(place -> verdicts.getOrDefault(place, false)).count();
  }

  @Override
  public Optional<Cursor> cursor() {
    Document from = last;
    boolean sure = pattern.structure().isEmpty() && candidates.hasSure();
    if (from == null || (ready.isEmpty() && !sure && !fill(1))) {
      return Optional.empty();
    }
    return Optional.of(Cursor.of(question.sort(), pattern.condition(), DocumentFields.of(from)));
  }

  @Override
  public Explanation explanation() {
    List<Explanation.Term> terms = new ArrayList<>();
    leaves.forEach((query, leaf) ->
        terms.add(
            new Explanation.Term(
                query.toString(), leaf.segments, leaf.documents, leaf.order, leaf.exact)));
    return new Explanation(
        terms,
        index.nodes(),
        index.phase(),
        retrieval.phase(),
        matches.stream().mapToLong(part -> part.all().maybe().getLongCardinality()).sum(),
        verified);
  }

  @Override
  public void close() {
    release.run();
  }
}
