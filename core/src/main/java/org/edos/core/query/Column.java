package org.edos.core.query;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One sort of texts that a document has, by which it is told which standing queries may match. */
sealed interface Column {
  /** A field's values, as they are compared: see {@link IndexTerm#comparable}. */
  record Value(Field field) implements Column {}

  /** A field's values, case and all. */
  record Exact(Field field) implements Column {}

  /** The words or tokens of a field. */
  record Word(Field field) implements Column {}

  /** The words of the name, the summary and the description. */
  record Text() implements Column {}

  /** The empty text, which every document has. */
  record Always() implements Column {}

  /** The texts of a document, each once. */
  default Set<String> of(DocumentFields document) {
    return switch (this) {
      case Value value -> {
        Set<String> texts = new HashSet<>();
        document
            .values(value.field())
            .forEach(text -> texts.add(IndexTerm.comparable(value.field(), text)));
        yield texts;
      }
      case Exact exact -> new HashSet<>(document.values(exact.field()));
      case Word word -> words(document, word.field());
      case Text text -> {
        Set<String> texts = new HashSet<>();
        Matching.TEXT_FIELDS.forEach(field -> texts.addAll(words(document, field)));
        yield texts;
      }
      case Always always -> Set.of("");
    };
  }

  private static Set<String> words(DocumentFields document, Field field) {
    Set<String> texts = new HashSet<>();
    if (field.kind() == Field.Kind.TOKENS) {
      document.values(field).forEach(value -> texts.addAll(Words.tokens(value)));
    } else {
      for (List<String> words : document.words(field)) {
        texts.addAll(words);
      }
    }
    return texts;
  }
}
