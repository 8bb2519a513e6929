package org.edos.core.attribute;

import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.query.Words;

/**
 * What a unit is, in words. A description substitutes one of which it has every word.
 *
 * @param words in lower case, each once, in the order in which they came
 */
public record Description(List<String> words) implements Attribute<Description> {
  /** Copies the list. */
  public Description {
    words = List.copyOf(words);
  }

  /** The words of texts. */
  public static Description of(String... texts) {
    return new Description(Words.of(String.join(" ", texts)).stream().distinct().toList());
  }

  @Override
  public boolean substitutes(Description wanted) {
    return words.containsAll(wanted.words);
  }

  static Description parse(String text) {
    Description description = of(text);
    if (description.words.isEmpty()) {
      throw EdosException.usage("a description has at least one word, '" + text + "' has none");
    }
    return description;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
