package org.edos.app.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.edos.actor.PeerQuestions;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.unit.CollectionId;

/**
 * How the answers to a search divide: by kind, format, architecture and so on, each value with the
 * count of what the search comes to with it. Which values there are is seen from answers at both
 * ends of two orders; the counts are the index's own, one question each, and bounded.
 *
 * @param facets those that divide the answers
 * @param isWhole whether all values could be counted in time
 */
public record Facets(List<Facet> facets, boolean isWhole) {
  private static final int LOOKED_AT = 75;
  private static final int MOST_VALUES = 8;
  private static final int LARGE = 200_000;
  private static final Duration ALLOWED = Duration.ofSeconds(3);
  private static final List<SortOrder> ORDERS =
      List.of(
          SortOrder.BEST_FIRST,
          new SortOrder(Sort.NAME, true),
          new SortOrder(Sort.SIZE, false),
          new SortOrder(Sort.SIZE, true));

  /** Copies the list. */
  public Facets {
    facets = List.copyOf(facets);
  }

  /**
   * A way to divide the answers.
   *
   * @param values the most frequent first
   */
  public record Facet(String title, List<Value> values) {
    /** Copies the list. */
    public Facet {
      values = List.copyOf(values);
    }
  }

  /**
   * A part of the answers.
   *
   * @param link the search for it
   */
  public record Value(String label, Count count, String link) {
    /** How many there are, as text. */
    public String number() {
      return (count.exact() ? "" : "≤ ") + Words.number(count.units());
    }
  }

  /** Sizes between two bounds, of which each may be left out. */
  private record Band(String label, String min, String max) {}

  private static final List<Band> BANDS =
      List.of(
          new Band("up to 100 kB", "", "100kB"),
          new Band("100 kB to 1 MB", "100kB", "1MB"),
          new Band("1 to 10 MB", "1MB", "10MB"),
          new Band("over 10 MB", "10MB", ""));

  /**
   * Looks and counts.
   *
   * @throws EdosException if the search cannot be read, or whoever is asked is away
   */
  static Facets of(SearchForm form, PeerQuestions questions) {
    return new Counting(form, questions).all();
  }

  /** One page's counting. */
  private static final class Counting {
    private final SearchForm form;
    private final PeerQuestions questions;
    private final long end = System.nanoTime() + ALLOWED.toNanos();
    private final Map<String, Map<String, Integer>> seen = new LinkedHashMap<>();
    private boolean whole = true;

    Counting(SearchForm form, PeerQuestions questions) {
      this.form = form.fromTheBeginning();
      this.questions = questions;
    }

    Facets all() {
      ORDERS.forEach(this::look);
      List<Facet> facets = new ArrayList<>();
      facets.add(facet("Kind", "kind", Function.identity()));
      facets.add(facet("Format", "format", Function.identity()));
      facets.add(facet("Architecture", "arch", Function.identity()));
      facets.add(facet("Section", "section", Function.identity()));
      facets.add(facet("Licence", "license", Function.identity()));
      facets.add(facet("Distribution", "distribution", Function.identity()));
      facets.add(facet("Maintainer", "maintainer", Counting::withoutAddress));
      facets.add(sizes());
      return new Facets(facets.stream().filter(facet -> facet.values().size() > 1).toList(), whole);
    }

    private void look(SortOrder order) {
      if (isLate()) {
        return;
      }
      Question question = Question.of(form.pattern(), LOOKED_AT).in(order);
      try (AnswerStream answers = questions.ask(question)) {
        while (answers.hasNext() && !isLate()) {
          var document = answers.next().document();
          if (document.id() instanceof CollectionId || document.xml().length > LARGE) {
            saw("kind", "collection");
          } else {
            see(document.xml());
          }
        }
      }
    }

    private void see(byte[] document) {
      switch (MetadataXml.read(document)) {
        case PackageMetadata p -> {
          saw("kind", "package");
          saw("format", p.id().format().type());
          saw("arch", p.id().architecture());
          saw("section", p.category());
          saw("distribution", p.id().distribution());
          saw("maintainer", p.maintainer());
          org.edos.core.query.Words.tokens(p.license()).stream()
              .filter(token -> !List.of("and", "or", "with").contains(token))
              .forEach(token -> saw("license", token));
        }
        case UtilityMetadata u -> saw("kind", "utility");
        case CollectionMetadata c -> saw("kind", "collection");
      }
    }

    private void saw(String parameter, String value) {
      if (!value.isBlank() && value.length() <= SearchForm.LONGEST_VALUE) {
        seen.computeIfAbsent(parameter, p -> new HashMap<>()).merge(value, 1, Integer::sum);
      }
    }

    /** The values that were seen most often, counted; none where the search names one already. */
    private Facet facet(String title, String parameter, Function<String, String> label) {
      if (!form.value(parameter).isEmpty()) {
        return new Facet(title, List.of());
      }
      List<Value> values =
          seen.getOrDefault(parameter, Map.of()).entrySet().stream()
              .sorted(
                  Map.Entry.<String, Integer>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(MOST_VALUES)
              .flatMap(entry ->
                  counted(label.apply(entry.getKey()), form.with(parameter, entry.getKey())))
              .sorted(Comparator.comparingLong((Value value) -> value.count().units()).reversed())
              .toList();
      return new Facet(title, values);
    }

    private Facet sizes() {
      if (!form.value("min").isEmpty() || !form.value("max").isEmpty()) {
        return new Facet("Size", List.of());
      }
      return new Facet(
          "Size",
          BANDS.stream()
              .flatMap(band ->
                  counted(band.label(), form.with("min", band.min()).with("max", band.max())))
              .toList());
    }

    private Stream<Value> counted(String label, SearchForm narrower) {
      if (isLate()) {
        return Stream.empty();
      }
      Question question = Question.of(narrower.pattern(), 1);
      try (AnswerStream answers = questions.ask(question)) {
        Count count = answers.count();
        return count.units() == 0
            ? Stream.empty()
            : Stream.of(new Value(label, count, narrower.address("/search")));
      }
    }

    private boolean isLate() {
      boolean late = System.nanoTime() > end;
      whole &= !late;
      return late;
    }

    private static String withoutAddress(String maintainer) {
      int at = maintainer.indexOf('<');
      return at > 0 ? maintainer.substring(0, at).strip() : maintainer;
    }
  }
}
