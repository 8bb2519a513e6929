package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/** The written form of templates: a line for each kind. */
final class DirectoryText {
  private static final int MAX_LINES = 64;
  private static final Set<String> RESERVED = Set.of("and", "or", "not", Expression.UNKNOWN);

  private DirectoryText() {}

  static Template read(String text) {
    if (text.length() > Template.MAX_LENGTH) {
      throw EdosException.usage(
          "a directory has at most " + Template.MAX_LENGTH + " characters, not " + text.length());
    }
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.size() > MAX_LINES) {
      throw EdosException.usage("a directory has at most " + MAX_LINES + " lines");
    }
    Template template = Template.any();
    for (String line : lines) {
      int colon = line.indexOf(':');
      Kind<?> kind = kind(line, colon);
      template = with(template, kind, line.substring(colon + 1));
    }
    return template;
  }

  private static Kind<?> kind(String line, int colon) {
    return Kind.of(colon < 0 ? "" : line.substring(0, colon).strip())
        .orElseThrow(() ->
            EdosException.usage(
                "a line of a directory is KIND: EXPRESSION, not '%s'; kinds are %s"
                    .formatted(
                        line,
                        Kind.all().stream()
                            .map(Kind::toString)
                            .collect(Collectors.joining(", ")))));
  }

  private static <A extends Attribute<A>> Template with(
      Template template, Kind<A> kind, String expression) {
    return template.with(kind, new ExpressionParser<>(kind, expression).parse());
  }

  /** An attribute as it is written in an expression: in quotes where it would be misread. */
  static String quoted(String attribute) {
    List<String> words = new ArrayList<>(List.of(attribute.split(" ", -1)));
    boolean plain =
        attribute.chars().noneMatch(c -> c == '(' || c == ')' || c == '"' || c == '\\')
            && !attribute.startsWith("=")
            && words.stream().noneMatch(word -> word.isEmpty() || RESERVED.contains(word))
            && attribute.chars().noneMatch(c -> c != ' ' && Character.isWhitespace(c));
    return plain ? attribute : '"' + attribute.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
