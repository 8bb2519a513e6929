package org.edos.role.query;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.query.TreePattern;

/**
 * The names that stand in a pattern's steps. The results of a service are asked for by a name of
 * its signature: {@code *} and {@code //} alone see the static document.
 */
final class Mentions {
  private static final Pattern TOKEN =
      Pattern.compile("'[^']*'|\"[^\"]*\"|[@$]?[\\p{L}_][\\p{L}\\p{N}_.:-]*\\s*\\(?");

  private Mentions() {}

  /** The names; none of a pattern that was written in the simple language. */
  static Set<String> of(TreePattern pattern) {
    Set<String> names = new HashSet<>();
    String text = pattern.toString();
    if (text.startsWith("/")) {
      Matcher token = TOKEN.matcher(text);
      while (token.find()) {
        String name = token.group().strip();
        if (Character.isLetter(name.charAt(0)) && !name.endsWith("(")) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
