package org.edos.bench.index;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Words;

/**
 * Questions as people ask them, of two or three conditions that some document meets, drawn with a
 * seed. The conditions that have a posting list stand in the order of how few documents meet them,
 * so that a rival without a planner need not look for the best order.
 */
final class Questions {
  /** What a question is made of. */
  enum Kind {
    WORD_REQUIREMENT("a word, a requirement"),
    WORD_REQUIREMENT_SECTION("a word, a requirement, a section"),
    WORD_WORD("two words"),
    NAME_REQUIREMENT("a name's beginning, a requirement"),
    WORD_SECTION_SIZE("a word, a section, a size");

    private final String written;

    Kind(String written) {
      this.written = written;
    }

    @Override
    public String toString() {
      return written;
    }
  }

  /**
   * A question.
   *
   * @param kind what it is made of
   * @param query in the simple language
   */
  record Drawn(Kind kind, String query) {}

  private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]{3,20}");
  private static final Pattern PLAIN_VALUE = Pattern.compile("[a-z0-9][a-z0-9.+-]*");
  private static final Pattern NOT_PLAIN = Pattern.compile("[^a-z0-9]+");
  private static final String REQUIRES = "requires:";
  private static final String SECTION = "section:";
  private static final Set<String> OPERATORS = Set.of("and", "or", "not");
  private static final List<Field> TEXTS = List.of(Field.NAME, Field.SUMMARY, Field.DESCRIPTION);

  /** What of a document is asked for. */
  private record Asked(
      List<String> names,
      List<String> words,
      List<String> requirements,
      List<String> sections,
      long size) {}

  private final List<Asked> documents = new ArrayList<>();
  private final Map<String, Integer> listed = new HashMap<>();
  private final Set<String> differently = new HashSet<>();

  private Questions() {}

  /** So many questions about these documents, each kind as often. */
  static List<Drawn> draw(List<Document> documents, int count, long seed) {
    Questions questions = new Questions();
    documents.forEach(questions::take);
    Random random = new Random(seed);
    List<Drawn> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      Kind kind = Kind.values()[drawn.size() % Kind.values().length];
      Asked document = questions.documents.get(random.nextInt(documents.size()));
      questions.query(kind, document, random).ifPresent(query -> drawn.add(new Drawn(kind, query)));
    }
    return drawn;
  }

  private void take(Document document) {
    DocumentFields fields = DocumentFields.of(document);
    Set<String> words = new HashSet<>();
    for (Field field : TEXTS) {
      fields.values(field).forEach(text -> words.addAll(Words.of(text)));
    }
    words.stream().filter(word -> NOT_PLAIN.matcher(word).find()).forEach(this::cutDifferently);
    Asked asked =
        new Asked(
            plain(fields.values(Field.NAME)).filter(name -> name.length() >= 4).toList(),
            List.copyOf(words),
            plain(fields.values(Field.REQUIRES)).distinct().toList(),
            plain(fields.values(Field.CATEGORY)).toList(),
            Long.parseLong(fields.values(Field.SIZE).getFirst()));
    documents.add(asked);
    asked.words.forEach(this::count);
    asked.requirements.forEach(requirement -> count(REQUIRES + requirement));
    asked.sections.forEach(section -> count(SECTION + section));
    asked.names.forEach(name -> count(beginning(name)));
  }

  private void count(String condition) {
    listed.merge(condition, 1, Integer::sum);
  }

  /** What programs with other ideas of a word than Edos see in {@code c++} is not asked for. */
  private void cutDifferently(String word) {
    String bare = Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    differently.addAll(List.of(NOT_PLAIN.split(word)));
    differently.addAll(List.of(NOT_PLAIN.split(bare)));
  }

  private Optional<String> query(Kind kind, Asked document, Random random) {
    List<String> words = document.words.stream().filter(this::isAsked).sorted().toList();
    Optional<String> word = any(words, random);
    Optional<String> requirement = any(document.requirements, random).map(REQUIRES::concat);
    Optional<String> section = any(document.sections, random).map(SECTION::concat);
    return switch (kind) {
      case WORD_REQUIREMENT -> ordered(List.of(word, requirement));
      case WORD_REQUIREMENT_SECTION -> ordered(List.of(word, requirement, section));
      case WORD_WORD ->
          ordered(
              List.of(word, any(words, random).filter(other -> !word.equals(Optional.of(other)))));
      case NAME_REQUIREMENT ->
          ordered(List.of(any(document.names, random).map(Questions::beginning), requirement));
      case WORD_SECTION_SIZE ->
          ordered(List.of(word, section)).map(two -> two + size(document, random));
    };
  }

  private boolean isAsked(String word) {
    return PLAIN_WORD.matcher(word).matches()
        && !OPERATORS.contains(word)
        && !differently.contains(word);
  }

  private static Stream<String> plain(List<String> values) {
    return values.stream().filter(value -> PLAIN_VALUE.matcher(value).matches());
  }

  private static String beginning(String name) {
    return "name:" + name.substring(0, 4) + "*";
  }

  private static String size(Asked document, Random random) {
    return random.nextBoolean() ? " size<" + document.size * 2 : " size>=" + document.size / 2;
  }

  private Optional<String> ordered(List<Optional<String>> conditions) {
    if (conditions.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    String query =
        String.join(
            " ",
            conditions.stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(condition -> listed.getOrDefault(condition, 0)))
                .toList());
    // The canonical text keeps the order, and reads back to the same query.
    return Optional.of(Query.parse(query.toLowerCase(Locale.ROOT)).toString());
  }

  private static Optional<String> any(List<String> values, Random random) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(values.get(random.nextInt(values.size())));
  }
}
