package org.edos.core.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.rpm.RichDependency.All;
import org.edos.core.rpm.RichDependency.Any;
import org.edos.core.rpm.RichDependency.If;
import org.edos.core.rpm.RichDependency.Named;
import org.edos.core.rpm.RichDependency.Unless;
import org.edos.core.rpm.RichDependency.With;
import org.edos.core.rpm.RichDependency.Without;

/**
 * Reads one rich dependency, by recursive descent. The grammar is that of rpm's {@code
 * rpmrichParse}: one kind of operator between a pair of parentheses, of which {@code and}, {@code
 * or} and {@code with} can be repeated, and {@code else} follows {@code if} and {@code unless}.
 */
final class RichDependencyParser {
  /** How much of the text a message quotes. */
  private static final int QUOTED = 200;

  private final String text;
  private int at;

  RichDependencyParser(String text) {
    this.text = text;
  }

  RichDependency whole() {
    if (text.length() > RichDependency.MAX_LENGTH) {
      throw EdosException.external(
          "a rich dependency has at most %d characters, this one %d"
              .formatted(RichDependency.MAX_LENGTH, text.length()));
    }
    if (!RichDependency.isRich(text)) {
      throw error(0, "a rich dependency begins with a parenthesis");
    }
    RichDependency read = group(1);
    if (at < text.length()) {
      throw error(at, "nothing may follow the last parenthesis");
    }
    return read;
  }

  /** From an opening parenthesis to its closing one. */
  private RichDependency group(int depth) {
    if (depth > RichDependency.MAX_DEPTH) {
      throw error(at, "parentheses stand more than %d deep".formatted(RichDependency.MAX_DEPTH));
    }
    at++;
    List<RichDependency> parts = new ArrayList<>();
    parts.add(operand(depth));
    String chain = "";
    boolean otherwise = false;
    while (!closed()) {
      int start = at;
      String word = word();
      boolean conditional = chain.equals("if") || chain.equals("unless");
      if (word.equals("else") && conditional && !otherwise) {
        otherwise = true;
      } else if (word.equals("else")) {
        throw error(start, "'else' stands once, after 'if' or 'unless'");
      } else if (!chain.isEmpty() && !(word.equals(chain) && repeats(chain))) {
        throw error(start, "'%s' cannot follow '%s' here; use parentheses".formatted(word, chain));
      } else {
        chain = word;
      }
      int operand = at;
      parts.add(operand(depth));
      boolean one = chain.equals("with") || chain.equals("without");
      if (one && !parts.stream().allMatch(RichDependency::isAboutOnePackage)) {
        throw error(operand, "'" + chain + "' joins only what one package can be");
      }
    }
    at++;
    return formula(chain, parts);
  }

  private static boolean repeats(String word) {
    return word.equals("and") || word.equals("or") || word.equals("with");
  }

  private static RichDependency formula(String chain, List<RichDependency> parts) {
    RichDependency first = parts.getFirst();
    Optional<RichDependency> third =
        parts.size() > 2 ? Optional.of(parts.get(2)) : Optional.empty();
    return switch (chain) {
      case "and" -> new All(parts);
      case "or" -> new Any(parts);
      case "with" -> new With(parts);
      case "without" -> new Without(first, parts.get(1));
      case "if" -> new If(first, parts.get(1), third);
      case "unless" -> new Unless(first, parts.get(1), third);
      default -> first;
    };
  }

  private RichDependency operand(int depth) {
    skipBlanks();
    if (at >= text.length()) {
      throw error(at, "a parenthesis is not closed");
    }
    return switch (text.charAt(at)) {
      case '(' -> group(depth + 1);
      case ')', ',' -> throw error(at, "a capability is missing here");
      default -> capability();
    };
  }

  private RichDependency capability() {
    String name = token();
    skipBlanks();
    int from = at;
    while (at < text.length() && "<=>".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String operator = text.substring(from, at);
    if (operator.isEmpty()) {
      return new Named(Capability.any(name));
    }
    String canonical =
        switch (operator) {
          case "=", "==" -> "=";
          case "=<", "<=" -> "<=";
          case "=>", ">=" -> ">=";
          case "<", ">" -> operator;
          default -> throw error(from, "'" + operator + "' is none of < <= = >= >");
        };
    skipBlanks();
    int place = at;
    String version = RpmVersion.parse(token()).toString();
    if (version.isEmpty()) {
      throw error(place, "a version is missing here");
    }
    return new Named(new Capability(name, canonical, version));
  }

  /** To the next blank, comma or closing parenthesis that was not opened within. */
  private String token() {
    int from = at;
    int open = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isBlank(c) || c == ',' || (c == ')' && open == 0)) {
        break;
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      at++;
    }
    return text.substring(from, at);
  }

  private String word() {
    int from = at;
    while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "and", "or", "with", "without", "if", "unless", "else" -> word;
      default -> throw error(from, "one of and, or, with, without, if, unless, else belongs here");
    };
  }

  /** Whether a closing parenthesis comes next; there must be something. */
  private boolean closed() {
    skipBlanks();
    if (at >= text.length()) {
      throw error(at, "a parenthesis is not closed");
    }
    return text.charAt(at) == ')';
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private EdosException error(int place, String problem) {
    int from = Math.max(0, Math.min(place - QUOTED / 2, text.length() - QUOTED));
    String part = text.substring(from, Math.min(text.length(), from + QUOTED));
    return EdosException.external(
        "at character %d of the rich dependency: %s%n  %s%n  %s^"
            .formatted(place + 1, problem, part.replaceAll("\\s", " "), " ".repeat(place - from)));
  }
}
