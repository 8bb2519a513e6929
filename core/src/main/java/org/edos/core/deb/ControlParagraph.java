package org.edos.core.deb;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;

/**
 * One paragraph of Debian control data (deb822): named fields, whose names know no case. Immutable.
 *
 * <p>A value of several lines keeps them apart with newlines; each continuation line has lost the
 * one blank it begins with.
 */
public final class ControlParagraph {
  static final int MAX_LINE = 1 << 20;

  /** The fields of packages in lower case, which need not be made anew for each of them. */
  private static final Map<String, String> USUAL =
      Stream.of(
              "Package Source Version Architecture Section Priority Maintainer Homepage Description"
                  + " Description-md5 Installed-Size Size SHA256 MD5sum Filename Tag Multi-Arch"
                  + " Essential"
                  + " Pre-Depends Depends Recommends Suggests Enhances Provides Conflicts Breaks"
                  + " Replaces")
          .flatMap(names -> Stream.of(names.split(" ")))
          .flatMap(name -> Stream.of(name, name.toLowerCase(Locale.ROOT)))
          .distinct()
          .collect(Collectors.toUnmodifiableMap(name -> name, n -> n.toLowerCase(Locale.ROOT)));

  private final Map<String, String> fields;

  private ControlParagraph(Map<String, String> fields) {
    this.fields = fields;
  }

  /** The field's value, where the paragraph has that field. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(lower(name)));
  }

  /** The field's value, or the empty text. */
  public String text(String name) {
    return fields.getOrDefault(lower(name), "");
  }

  /**
   * Cuts a paragraph into its fields.
   *
   * @param text lines, of which none is empty
   * @param source where it comes from, for messages
   * @throws EdosException (refused) for a line that is too long or belongs to no field, and for a
   *     field given twice
   */
  static ControlParagraph parse(String text, String source) {
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      int lineEnd = lineEnd(text, at, source);
      if (colon < 0 || colon > lineEnd || !isName(text, at, colon)) {
        throw malformed(source, "this line begins no field", text.substring(at, lineEnd));
      }
      String name = text.substring(at, colon);
      StringBuilder value = new StringBuilder(0);
      String first = text.substring(colon + 1, trimmedEnd(text, colon + 1, lineEnd)).stripLeading();
      at = lineEnd + 1;
      while (at < text.length() && isBlank(text.charAt(at))) {
        lineEnd = lineEnd(text, at, source);
        value.append('\n').append(text, at + 1, Math.max(at + 1, trimmedEnd(text, at, lineEnd)));
        at = lineEnd + 1;
      }
      String whole = value.isEmpty() ? first : first + value;
      if (fields.put(lower(name), whole) != null) {
        throw malformed(source, "a field is given twice", name);
      }
    }
    return new ControlParagraph(fields);
  }

  private static String lower(String name) {
    String usual = USUAL.get(name);
    return usual == null ? name.toLowerCase(Locale.ROOT) : usual;
  }

  private static int lineEnd(String text, int from, String source) {
    int found = text.indexOf('\n', from);
    int end = found < 0 ? text.length() : found;
    if (end - from > MAX_LINE) {
      throw malformed(
          source, "a line is longer than " + MAX_LINE + " bytes", text.substring(from, from + 40));
    }
    return end;
  }

  private static int trimmedEnd(String text, int from, int lineEnd) {
    int end = lineEnd;
    while (end > from && (isBlank(text.charAt(end - 1)) || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isName(String text, int from, int to) {
    if (from == to || text.charAt(from) == '-' || text.charAt(from) == '#') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
        return false;
      }
    }
    return true;
  }

  private static EdosException malformed(String source, String why, String what) {
    String shown = what.length() <= 80 ? what : what.substring(0, 77) + "...";
    return EdosException.refused(source + " is malformed: " + why + ": '" + shown + "'");
  }
}
