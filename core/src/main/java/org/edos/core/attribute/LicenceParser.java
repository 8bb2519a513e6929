package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.attribute.Licence.Both;
import org.edos.core.attribute.Licence.Either;
import org.edos.core.attribute.Licence.Single;
import org.edos.core.attribute.Licence.Terms;

/**
 * Reads licence expressions as the SPDX specification, annex D, has them: {@code WITH} binds
 * tightest, then {@code AND}, then {@code OR}. Operators in lower case, as Fedora wrote them, are
 * read too. Licences may be named as Debian and Fedora used to, where one licence is meant; names
 * of several words are those that the table has. Used once.
 */
final class LicenceParser {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_LICENCES = 128;
  private static final int MAX_NAME_WORDS = 6;
  private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[^()\\s]+)\\s*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_/+-]*");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int licences;

  private LicenceParser(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
  }

  /**
   * An expression.
   *
   * @throws EdosException (usage) if it is none, or too long or deep
   */
  static Terms read(String text) {
    LicenceParser parser = new LicenceParser(text);
    Terms terms = parser.either(0);
    if (parser.next < parser.tokens.size()) {
      throw parser.malformed("nothing may follow here");
    }
    return terms;
  }

  private Terms either(int depth) {
    return list("OR", depth, this::both, Either::new);
  }

  private Terms both(int depth) {
    return list("AND", depth, this::single, Both::new);
  }

  private Terms list(
      String operator, int depth, Function<Integer, Terms> part, Function<List<Terms>, Terms> all) {
    List<Terms> parts = new ArrayList<>();
    parts.add(part.apply(depth));
    while (isNext(operator)) {
      next++;
      parts.add(part.apply(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : all.apply(parts);
  }

  private Terms single(int depth) {
    if (isNext("(")) {
      if (depth == MAX_DEPTH) {
        throw malformed("parentheses go " + MAX_DEPTH + " deep at most");
      }
      next++;
      Terms inner = either(depth + 1);
      if (!isNext(")")) {
        throw malformed("a ) is missing");
      }
      next++;
      return inner;
    }
    if (++licences > MAX_LICENCES) {
      throw malformed("at most " + MAX_LICENCES + " licences are read");
    }
    String name = name();
    if (!isNext("WITH")) {
      return new Single(name, "");
    }
    next++;
    return new Single(name, word());
  }

  /** The longest run of words that the table knows as one name; else one word. */
  private String name() {
    for (int count = Math.min(MAX_NAME_WORDS, tokens.size() - next); count > 0; count--) {
      Optional<String> known =
          LicenceTable.get().named(String.join(" ", tokens.subList(next, next + count)));
      if (known.isPresent()) {
        next += count;
        return known.get();
      }
    }
    return word();
  }

  private String word() {
    if (next == tokens.size() || !NAME.matcher(tokens.get(next)).matches() || isOperator()) {
      throw malformed("a licence's name is expected here");
    }
    return tokens.get(next++);
  }

  private boolean isOperator() {
    return isNext("AND") || isNext("OR") || isNext("WITH");
  }

  private boolean isNext(String token) {
    return next < tokens.size() && tokens.get(next).equalsIgnoreCase(token);
  }

  private EdosException malformed(String why) {
    String place = next < tokens.size() ? "at '" + tokens.get(next) + "'" : "at its end";
    return EdosException.usage(
        "'%s' is no licence expression: %s, %s; write for example GPL-2.0-or-later OR MIT"
            .formatted(text, place, why));
  }
}
