package org.edos.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;

class StandingQueriesTest {
  private static final List<DocumentFields> DOCUMENTS =
      OracleDocuments.all().stream().map(DocumentFields::of).toList();

  @Test
  void eachDocumentFindsWhoWaitsForIt() {
    StandingQueries<String> queries = new StandingQueries<>();
    for (String text :
        List.of(
            "name:node-once",
            "name:node-*",
            "requires:node-wrappy arch:all",
            "size<1",
            "NOT once")) {
      queries.add(Query.parse(text), text);
    }
    DocumentFields once =
        DOCUMENTS.stream()
            .filter(document -> document.id().toString().contains("/node-once@1.4.0-7?"))
            .findFirst()
            .orElseThrow();

    assertThat(found(queries, once))
        .containsExactlyInAnyOrder(
            "name:node-once", "name:node-*", "requires:node-wrappy arch:all");
  }

  @Test
  void equalQueriesHaveEachTheirOwnEnd() {
    StandingQueries<String> queries = new StandingQueries<>();
    var first = queries.add(Query.parse("kind:package"), "first");
    var second = queries.add(Query.parse("kind:package"), "second");
    DocumentFields document = DOCUMENTS.getFirst();
    assertThat(found(queries, document)).containsExactly("first", "second");

    queries.remove(first);
    queries.remove(first);
    assertThat(found(queries, document)).containsExactly("second");
    assertThat(queries.size()).isEqualTo(1);

    queries.remove(second);
    assertThat(found(queries, document)).isEmpty();
  }

  @Test
  void aNumberThatIsNotComparedIsRefused() {
    StandingQueries<String> queries = new StandingQueries<>();
    assertThatThrownBy(() -> queries.add(new Query.Has(Field.SIZE, "1", false), "x"))
        .isInstanceOf(EdosException.class);
    assertThat(queries.size()).isZero();
  }

  @Test
  void findsWhatLookingAtEachQueryFinds() {
    for (long seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      StandingQueries<Query> queries = new StandingQueries<>();
      List<StandingQueries.Entry<Query>> entries = new ArrayList<>();
      List<Query> waiting = new ArrayList<>();
      for (int step = 0; step < 400; step++) {
        if (random.nextInt(4) == 0 && !entries.isEmpty()) {
          int gone = random.nextInt(entries.size());
          queries.remove(entries.remove(gone));
          waiting.remove(gone);
        } else {
          Query query = query(random);
          entries.add(queries.add(query, query));
          waiting.add(query);
        }
      }
      for (int i = 0; i < 40; i++) {
        DocumentFields document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
        assertThat(sorted(found(queries, document)))
            .as("seed %d, %s", seed, document.id())
            .isEqualTo(sorted(waiting.stream().filter(q -> q.matches(document)).toList()));
      }
    }
  }

  /** Of values, words, beginnings and bounds that documents have. */
  private static Query query(Random random) {
    DocumentFields document = DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
    Set<String> values = new TreeSet<>();
    for (Field field : document.fields()) {
      String value = one(document.values(field), random);
      if (value.length() < 60 && !Words.of(value).isEmpty()) {
        values.add(value);
        values.add(value.substring(0, 1 + random.nextInt(value.length())) + "x");
        values.add(one(Words.of(value), random));
      }
    }
    return switch (random.nextInt(6)) {
      case 0 -> {
        Field field = one(List.copyOf(document.fields()), random);
        yield Query.parse(condition(field, one(document.values(field), random), random));
      }
      case 1 -> {
        List<Query> parts = new ArrayList<>();
        for (Field field : List.of(Field.SIZE, Field.NAME, Field.VERSION, Field.SUMMARY)) {
          for (String value : document.values(field)) {
            parts.add(Query.parse(condition(field, value, random)));
          }
        }
        yield random.nextBoolean() && parts.size() > 1 ? new Query.Or(parts) : Query.and(parts);
      }
      default -> RandomQueries.query(random, List.copyOf(values));
    };
  }

  private static String condition(Field field, String value, Random random) {
    String quoted = '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    boolean hasWords = !Words.of(value).isEmpty();
    return switch (field.kind()) {
      case NUMBER -> field + one(List.of("<", "<=", ":", ">=", ">"), random) + value;
      case DATE -> field + one(List.of("<", "<=", ":", ">=", ">"), random) + value.substring(0, 10);
      case VERSION -> field + one(List.of("<", ":", ">", "=="), random) + quoted;
      case WHOLE, TOKENS, TEXT ->
          hasWords && value.length() < 300
              ? field + one(List.of(":", "==", "^=", "*="), random) + quoted
              : "*";
    };
  }

  private static <T> List<T> found(StandingQueries<T> queries, DocumentFields document) {
    List<T> found = new ArrayList<>();
    queries.matching(document, found::add);
    return found;
  }

  private static List<Query> sorted(List<Query> queries) {
    return queries.stream().sorted(Comparator.comparing(Query::toString)).toList();
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
