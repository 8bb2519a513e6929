package org.edos.core.query;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.edos.core.EdosException;

/**
 * Many queries that wait for documents. They are indexed by what they need of a document, so that a
 * document is held against the few that it may match, not against each; equal queries are decided
 * once. Used by one thread.
 *
 * @param <T> whoever waits
 */
public final class StandingQueries<T> {
  /** Who waits for what; given back to take it away. */
  public static final class Entry<T> {
    private final Standing<T> standing;
    private final T waiting;

    private Entry(Standing<T> standing, T waiting) {
      this.standing = standing;
      this.waiting = waiting;
    }
  }

  /** A query with all who wait for what it matches. */
  private static final class Standing<T> {
    private final Query query;
    private final Needs needs;
    private final Set<Entry<T>> entries = new LinkedHashSet<>(2);
    private long round;

    Standing(Query query) {
      this.query = query;
      this.needs = Needs.of(query);
    }

    boolean matches(Examined document) {
      for (Need need : needs.every()) {
        if (!need.holds(document)) {
          return false;
        }
      }
      return needs.enough() || query.matches(document.document());
    }
  }

  private final Map<Query, Standing<T>> queries = new HashMap<>();
  private final Map<Column, Terms<T>> terms = new HashMap<>();
  private final Map<Field, Ranges<T>> ranges = new EnumMap<>(Field.class);
  private int size;
  private long round;

  /**
   * Has somebody wait for the documents that a query matches.
   *
   * @throws EdosException (usage) if the query compares with what is no number or date
   */
  public Entry<T> add(Query query, T waiting) {
    Standing<T> standing = queries.get(query);
    if (standing == null) {
      standing = new Standing<>(query);
      queries.put(query, standing);
      for (Need need : standing.needs.oneOf()) {
        put(need, standing);
      }
    }
    Entry<T> entry = new Entry<>(standing, waiting);
    standing.entries.add(entry);
    size++;
    return entry;
  }

  /** Ends a wait; does nothing where it has ended. */
  public void remove(Entry<T> entry) {
    Standing<T> standing = entry.standing;
    if (!standing.entries.remove(entry)) {
      return;
    }
    size--;
    if (standing.entries.isEmpty()) {
      queries.remove(standing.query);
      for (Need need : standing.needs.oneOf()) {
        take(need, standing);
      }
    }
  }

  /** How many wait. */
  public int size() {
    return size;
  }

  /**
   * Tells who waits for this document, in no particular order.
   *
   * @param sink called once for each entry; must neither add nor remove any
   */
  public void matching(DocumentFields document, Consumer<T> sink) {
    round++;
    Examined examined = new Examined(document);
    Consumer<Standing<T>> candidate =
        standing -> {
          if (standing.round != round) {
            standing.round = round;
            if (standing.matches(examined)) {
              standing.entries.forEach(entry -> sink.accept(entry.waiting));
            }
          }
        };
    terms.forEach((column, ofColumn) -> ofColumn.find(examined.texts(column), candidate));
    ranges.forEach((field, ofField) ->
        examined.number(field).ifPresent(number -> ofField.find(number, candidate)));
  }

  private void put(Need need, Standing<T> standing) {
    switch (need) {
      case Need.Term term ->
          terms.computeIfAbsent(term.column(), column -> new Terms<>()).put(term, standing);
      case Need.Range range ->
          ranges
              .computeIfAbsent(range.field(), field -> new Ranges<>())
              .of(range)
              .computeIfAbsent(range.bound(), bound -> new LinkedHashSet<>(2))
              .add(standing);
    }
  }

  private void take(Need need, Standing<T> standing) {
    switch (need) {
      case Need.Term term -> {
        Terms<T> ofColumn = terms.get(term.column());
        if (ofColumn != null && ofColumn.take(term, standing)) {
          terms.remove(term.column());
        }
      }
      case Need.Range range -> {
        Ranges<T> ofField = ranges.get(range.field());
        if (ofField != null) {
          without(ofField.of(range), range.bound(), standing);
        }
      }
    }
  }

  private static <K, T> void without(Map<K, Set<Standing<T>>> sets, K key, Standing<T> standing) {
    Set<Standing<T>> set = sets.getOrDefault(key, Set.of());
    if (set.contains(standing)) {
      set.remove(standing);
      if (set.isEmpty()) {
        sets.remove(key);
      }
    }
  }

  /** The queries that need a text of one column, by the text or by what it begins with. */
  private static final class Terms<T> {
    /** Of longer beginnings this much is looked up. */
    private static final int MOST = 32;

    private final Map<String, Set<Standing<T>>> whole = new HashMap<>();
    private final List<Map<String, Set<Standing<T>>>> beginnings =
        IntStream.rangeClosed(0, MOST)
            .<Map<String, Set<Standing<T>>>>mapToObj(length -> new HashMap<>())
            .toList();

    private Map<String, Set<Standing<T>>> of(Need.Term term) {
      return term.prefix() ? beginnings.get(Math.min(MOST, term.text().length())) : whole;
    }

    private static String key(Need.Term term) {
      boolean cut = term.prefix() && term.text().length() > MOST;
      return cut ? term.text().substring(0, MOST) : term.text();
    }

    void put(Need.Term term, Standing<T> standing) {
      of(term).computeIfAbsent(key(term), text -> new LinkedHashSet<>(2)).add(standing);
    }

    /** Says whether nothing is left. */
    boolean take(Need.Term term, Standing<T> standing) {
      without(of(term), key(term), standing);
      return whole.isEmpty() && beginnings.stream().allMatch(Map::isEmpty);
    }

    void find(Set<String> texts, Consumer<Standing<T>> candidate) {
      for (String text : texts) {
        whole.getOrDefault(text, Set.of()).forEach(candidate);
        for (int length = Math.min(MOST, text.length()); length >= 0; length--) {
          Map<String, Set<Standing<T>>> begun = beginnings.get(length);
          if (!begun.isEmpty()) {
            begun.getOrDefault(text.substring(0, length), Set.of()).forEach(candidate);
          }
        }
      }
    }
  }

  /** The queries that need a number of one field, by the bound that it must keep to. */
  private static final class Ranges<T> {
    private final NavigableMap<Long, Set<Standing<T>>> most = new TreeMap<>();
    private final NavigableMap<Long, Set<Standing<T>>> least = new TreeMap<>();

    NavigableMap<Long, Set<Standing<T>>> of(Need.Range range) {
      return range.most() ? most : least;
    }

    void find(long number, Consumer<Standing<T>> candidate) {
      most.tailMap(number, true).values().forEach(found -> found.forEach(candidate));
      least.headMap(number, true).values().forEach(found -> found.forEach(candidate));
    }
  }
}
