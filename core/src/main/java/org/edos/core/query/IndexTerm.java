package org.edos.core.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import org.edos.core.unit.Sha256;

/**
 * The terms under which an index lists a document: a field with a whole value, or a field with a
 * word or token. Their written form sorts all terms of a field together, so that a prefix of a
 * value is a range of terms.
 */
public final class IndexTerm {
  /**
   * Longer values are indexed by their beginning and their hash; a query's value is never longer.
   */
  public static final int MAX_VALUE = 400;

  private IndexTerm() {}

  /** The term of a field's whole value. */
  public static String value(Field field, String value) {
    return field.valuePrefix() + comparable(field, value);
  }

  /** The term of a word or token within a field. */
  public static String word(Field field, String word) {
    return field.wordPrefix() + word;
  }

  /**
   * A value as it is indexed and compared: in lower case, except that of a version; cut when it is
   * too long.
   */
  public static String comparable(Field field, String value) {
    String text = field.kind() == Field.Kind.VERSION ? value : Words.fold(value);
    return text.length() <= MAX_VALUE
        ? text
        : text.substring(0, MAX_VALUE)
            + '\u0001'
            + Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Calls back with each term of a document, in two parts that make it up; the same term may come
   * again.
   */
  public static void forEach(DocumentFields document, BiConsumer<String, String> terms) {
    for (Field field : document.fields()) {
      List<String> values = document.values(field);
      switch (field.kind()) {
        case WHOLE, VERSION ->
            values.forEach(value -> terms.accept(field.valuePrefix(), comparable(field, value)));
        case TOKENS -> values.forEach(v -> words(field, Words.tokens(v), terms));
        case TEXT -> values.forEach(v -> words(field, Words.of(v), terms));
        case NUMBER, DATE -> {}
      }
    }
    document.values(Field.NAME).forEach(v -> words(Field.NAME, Words.of(v), terms));
  }

  private static void words(Field field, List<String> words, BiConsumer<String, String> terms) {
    words.forEach(word -> terms.accept(field.wordPrefix(), word));
  }
}
