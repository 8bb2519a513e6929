package org.edos.core.deb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;

/**
 * Reads the fields by which Debian packages relate to each other (Debian Policy 7.1), such as
 * {@code libc6 (>= 2.34), default-mta | mail-transport-agent}.
 */
public final class DebRelations {
  /** The fields, in the order in which a package's relations are listed, and what each states. */
  private static final List<Map.Entry<String, Kind>> FIELDS =
      List.of(
          Map.entry("pre-depends", Kind.PRE_REQUIRES),
          Map.entry("depends", Kind.REQUIRES),
          Map.entry("recommends", Kind.RECOMMENDS),
          Map.entry("suggests", Kind.SUGGESTS),
          Map.entry("enhances", Kind.ENHANCES),
          Map.entry("provides", Kind.PROVIDES),
          Map.entry("conflicts", Kind.CONFLICTS),
          Map.entry("breaks", Kind.BREAKS),
          Map.entry("replaces", Kind.REPLACES));

  private static final Map<String, String> OPERATORS =
      Map.of("<<", "<", "<=", "<=", "=", "=", ">=", ">=", ">>", ">", "<", "<=", ">", ">=");

  private DebRelations() {}

  /**
   * All relations that a package's paragraph states.
   *
   * @throws EdosException (refused) if one of its fields is malformed
   */
  public static List<Relation> of(ControlParagraph paragraph) {
    List<Relation> relations = new ArrayList<>();
    String architecture = paragraph.text("architecture");
    for (Map.Entry<String, Kind> field : FIELDS) {
      String value = paragraph.text(field.getKey());
      if (!value.isEmpty()) {
        relations.addAll(parse(field.getValue(), value, architecture));
      }
    }
    return relations;
  }

  /**
   * The relations of one field. Alternatives that are restricted to other architectures, such as
   * {@code foo [arm64]}, and relations that have none left, are dropped.
   *
   * @param value the field's value; empty items between commas are passed over
   * @param architecture the architecture of the package that states it
   * @throws EdosException (refused) if the field is malformed
   */
  public static List<Relation> parse(Kind kind, String value, String architecture) {
    List<Relation> relations = new ArrayList<>();
    for (String item : split(value, ',')) {
      if (item.isBlank()) {
        continue;
      }
      List<Capability> alternatives = new ArrayList<>(1);
      for (String alternative : split(item, '|')) {
        if (applies(alternative, architecture)) {
          alternatives.add(capability(alternative));
        }
      }
      if (!alternatives.isEmpty()) {
        relations.add(new Relation(kind, alternatives));
      }
    }
    return relations;
  }

  private static List<String> split(String text, char separator) {
    int at = text.indexOf(separator);
    if (at < 0) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (at >= 0) {
      parts.add(text.substring(from, at));
      from = at + 1;
      at = text.indexOf(separator, from);
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static boolean applies(String alternative, String architecture) {
    int open = alternative.indexOf('[');
    int close = alternative.indexOf(']');
    if (open < 0 || close < open || architecture.equals("all") || architecture.isEmpty()) {
      return true;
    }
    String list = alternative.substring(open + 1, close).strip();
    boolean negative = list.startsWith("!");
    boolean named = List.of(list.replace("!", "").split("\\s+")).contains(architecture);
    return named != negative;
  }

  private static Capability capability(String alternative) {
    int nameStart = skipBlanks(alternative, 0);
    int nameEnd = nameStart;
    while (nameEnd < alternative.length() && isName(alternative.charAt(nameEnd))) {
      nameEnd++;
    }
    String name = alternative.substring(nameStart, nameEnd);
    int next = nameEnd;
    String architecture = "";
    if (next < alternative.length() && alternative.charAt(next) == ':') {
      next++;
      while (next < alternative.length() && isName(alternative.charAt(next))) {
        next++;
      }
      architecture = alternative.substring(nameEnd + 1, next);
    }
    next = skipBlanks(alternative, next);
    if (name.isEmpty()) {
      throw malformed(alternative);
    }
    if (next == alternative.length()
        || alternative.charAt(next) == '['
        || alternative.charAt(next) == '<') {
      return new Capability(name, "", "", architecture);
    }
    int close = alternative.indexOf(')', next);
    if (alternative.charAt(next) != '(' || close < 0) {
      throw malformed(alternative);
    }
    return versioned(
        name, architecture, alternative.substring(next + 1, close).strip(), alternative);
  }

  private static Capability versioned(
      String name, String architecture, String condition, String alternative) {
    int end = 0;
    while (end < condition.length() && "<=>".indexOf(condition.charAt(end)) >= 0) {
      end++;
    }
    String operator = OPERATORS.getOrDefault(end == 0 ? "=" : condition.substring(0, end), "");
    String version = condition.substring(end).strip();
    if (operator.isEmpty() || version.isEmpty() || version.chars().anyMatch(c -> c <= ' ')) {
      throw malformed(alternative);
    }
    return new Capability(name, operator, version, architecture);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static boolean isName(char c) {
    return c > ' ' && c < 127 && ":()[]<>|,".indexOf(c) < 0;
  }

  private static EdosException malformed(String alternative) {
    String text = alternative.strip();
    String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return EdosException.refused(
        "not a relation to another package: '" + shown + "' (expected NAME or NAME (>= VERSION))");
  }
}
