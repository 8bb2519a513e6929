package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts text into the words and tokens by which it is found. */
public final class Words {
  /** Longer words are cut, in documents and queries alike. */
  public static final int MAX_LENGTH = 100;

  private Words() {}

  /**
   * The words of a text in order, in lower case: runs of letters and digits, with any {@code +}
   * directly after them, so that {@code c++} is a word.
   */
  public static List<String> of(String value) {
    String text = fold(value);
    List<String> words = new ArrayList<>();
    int length = text.length();
    int start = 0;
    while (start < length) {
      int first = text.codePointAt(start);
      if (!Character.isLetterOrDigit(first)) {
        start += Character.charCount(first);
        continue;
      }
      int end = endOfWord(text, start);
      words.add(text.substring(start, Math.min(end, start + MAX_LENGTH)));
      start = end;
    }
    return words;
  }

  /**
   * The tokens of a text in order, in lower case: what white space, commas and parentheses divide.
   */
  public static List<String> tokens(String value) {
    String text = fold(value);
    List<String> tokens = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length()
          || Character.isWhitespace(text.charAt(i))
          || "(),".indexOf(text.charAt(i)) >= 0) {
        if (i > start) {
          tokens.add(text.substring(start, Math.min(i, start + MAX_LENGTH)));
        }
        start = i + 1;
      }
    }
    return tokens;
  }

  /** A value as it is compared: in lower case. */
  public static String fold(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  private static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isLetterOrDigit(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    while (end < text.length() && text.charAt(end) == '+') {
      end++;
    }
    return end;
  }
}
