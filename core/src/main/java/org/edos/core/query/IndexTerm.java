package org.edos.core.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.edos.core.unit.Sha256;

/**
 * The terms under which an index lists a document: a field with a whole value, or a field with a word or token. Their
 * written form sorts all terms of a field together, so that a prefix of a value is a range of terms.
 */
public final class IndexTerm {
  /** Longer values are indexed by their beginning and their hash; a query's value is never longer. */
  public static final int MAX_VALUE = 400;

  private IndexTerm() {}

  /** The term of a field's whole value. */
  public static String value(Field field, String value) {
    String folded = Words.fold(value);
    if (folded.length() > MAX_VALUE) {
      folded = folded.substring(0, MAX_VALUE) + '\u0001' + Sha256.of(folded.getBytes(StandardCharsets.UTF_8));
    }
    return field + "=" + folded;
  }

  /** The term of a word or token within a field. */
  public static String word(Field field, String word) {
    return field + "~" + word;
  }

  /** Calls back with each term of a document; the same term may come again. */
  public static void forEach(DocumentFields document, Consumer<String> terms) {
    for (Field field : document.fields()) {
      List<String> values = document.values(field);
      switch (field.kind()) {
        case WHOLE, VERSION -> values.forEach(value -> terms.accept(value(field, value)));
        case TOKENS -> values.forEach(v -> Words.tokens(v).forEach(token -> terms.accept(word(field, token))));
        case TEXT -> values.forEach(v -> Words.of(v).forEach(word -> terms.accept(word(field, word))));
        case NUMBER, DATE -> {}
      }
    }
    document.values(Field.NAME).forEach(v -> Words.of(v).forEach(word -> terms.accept(word(Field.NAME, word))));
  }
}
