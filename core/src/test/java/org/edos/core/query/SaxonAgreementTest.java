package org.edos.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.edos.core.metadata.Document;
import org.edos.testkit.RandomPatterns;
import org.junit.jupiter.api.Test;

/** Every answer is the one that Saxon gives over all documents. */
class SaxonAgreementTest {
  private static final int PATTERNS = 2_000;

  private final List<Document> documents = OracleDocuments.all();
  private final Map<Document, DocumentFields> fields =
      documents.stream().collect(Collectors.toMap(document -> document, DocumentFields::of));
  private final SaxonOracle saxon = new SaxonOracle(documents);

  @Test
  void randomPatternsOfXPathAnswerLikeSaxon() {
    Map<String, List<String>> values = OracleDocuments.values(documents);
    int answered = 0;
    int decided = 0;
    for (long seed = 0; seed < PATTERNS; seed++) {
      String text = new RandomPatterns(values, new Random(seed)).xpath();
      TreePattern pattern = TreePattern.xpath(text);
      Map<String, List<String>> expected = saxon.xpath(text);
      if (pattern.answer().isDocument()) {
        expected.replaceAll((unit, nodes) -> List.of());
      }
      assertThat(answers(pattern)).as("seed %d: %s", seed, text).isEqualTo(expected);
      assertThat(TreePattern.canonical(pattern.toString())).as(text).isEqualTo(pattern);
      assertThat(pattern.toString().length()).isLessThanOrEqualTo(text.length());
      answered += expected.isEmpty() ? 0 : 1;
      decided += pattern.structure().isEmpty() ? 1 : 0;
    }
    assertThat(answered).as("patterns with answers").isGreaterThan(PATTERNS * 6 / 10);
    assertThat(decided).as("patterns that posting lists decide").isGreaterThan(PATTERNS / 4);
  }

  private Map<String, List<String>> answers(TreePattern pattern) {
    Map<String, List<String>> found = new HashMap<>();
    for (Document document : documents) {
      if (pattern.matches(document, fieldsOf(document))) {
        List<String> nodes =
            pattern.answers(document).stream()
                .map(node -> node.matches("(?s)<.+>") ? saxon.rewritten(node) : node)
                .toList();
        found.put(document.id().toString(), nodes);
      }
    }
    return found;
  }

  private DocumentFields fieldsOf(Document document) {
    return Objects.requireNonNull(fields.get(document));
  }

  @Test
  void randomQueriesOfTheSimpleLanguageAnswerLikeSaxon() {
    Map<String, List<String>> values = OracleDocuments.values(documents);
    int answered = 0;
    for (long seed = 0; seed < PATTERNS; seed++) {
      RandomQuestions.Asked asked = new RandomQuestions(values, new Random(seed)).draw(3);
      TreePattern pattern = TreePattern.parse(asked.simple());
      List<String> expected = saxon.units(RandomQuestions.FUNCTIONS, asked.xquery());
      List<String> found =
          documents.stream()
              .filter(document -> pattern.matches(document, fieldsOf(document)))
              .map(document -> document.id().toString())
              .sorted()
              .toList();
      assertThat(found)
          .as("seed %d: %s means %s", seed, asked.simple(), asked.xquery())
          .isEqualTo(expected);
      answered += expected.isEmpty() ? 0 : 1;
    }
    assertThat(answered).as("queries with answers").isGreaterThan(PATTERNS * 6 / 10);
  }
}
