package org.edos.bench.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.edos.core.EdosException;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Words;

/** Queries as people ask them: two or three terms that some document has, drawn with a seed. */
final class Questions {
  private Questions() {}

  /**
   * So many queries, each of a word of a summary and a requirement, half of them with an
   * architecture.
   */
  static List<Query> draw(List<DocumentFields> documents, int count, long seed) {
    Random random = new Random(seed);
    List<Query> queries = new ArrayList<>();
    while (queries.size() < count) {
      question(documents.get(random.nextInt(documents.size())), random).ifPresent(queries::add);
    }
    return queries;
  }

  private static Optional<Query> question(DocumentFields document, Random random) {
    List<String> words = Words.of(String.join(" ", document.values(Field.SUMMARY)));
    List<String> requirements = document.values(Field.REQUIRES);
    List<String> architectures = document.values(Field.ARCH);
    if (words.isEmpty() || requirements.isEmpty() || architectures.isEmpty()) {
      return Optional.empty();
    }
    String text = "\"" + any(words, random) + "\" requires:" + any(requirements, random);
    try {
      return Optional.of(
          Query.parse(random.nextBoolean() ? text + " arch:" + architectures.getFirst() : text));
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  private static String any(List<String> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
