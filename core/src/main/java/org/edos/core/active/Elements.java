package org.edos.core.active;

import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;

/**
 * Finds elements by their place in the text of a well-formed document, whose bytes are to be kept
 * as they are. Comments, CDATA and processing instructions are passed over.
 */
final class Elements {
  private static final String CALL = Wrapped.PREFIX + ":sc";

  private final String text;
  private final List<Span> found = new ArrayList<>();
  private int at;
  private int depth;

  /**
   * An element in a text.
   *
   * @param name with its prefix
   * @param start of its start tag
   * @param end behind its end tag
   */
  record Span(String name, int start, int end) {
    String in(String text) {
      return text.substring(start, end);
    }
  }

  private Elements(String text) {
    this.text = text;
  }

  /** The calls in a document, without those that are parameters of calls. */
  static List<Span> calls(String text) {
    return text.contains("<" + CALL) ? new Elements(text).scan(CALL, -1) : List.of();
  }

  /** The elements at this depth; the root's is 0. */
  static List<Span> atDepth(String text, int depth) {
    return new Elements(text).scan("", depth);
  }

  /** Finds outermost elements by name or by depth. */
  private List<Span> scan(String name, int wantedDepth) {
    int from = 0;
    int inside = -1;
    String outermost = "";
    while (toNextTag()) {
      int start = at;
      boolean closing = text.charAt(at + 1) == '/';
      int nameStart = at + (closing ? 2 : 1);
      int nameEnd = endOfName(nameStart);
      boolean empty = toEndOfTag();
      if (closing) {
        depth--;
      } else if (inside < 0
          && (wantedDepth == depth
              || (wantedDepth < 0 && text.substring(nameStart, nameEnd).equals(name)))) {
        inside = depth;
        from = start;
        outermost = text.substring(nameStart, nameEnd);
      }
      if (!closing && !empty) {
        depth++;
      } else if (depth == inside) {
        found.add(new Span(outermost, from, at));
        inside = -1;
      }
    }
    return List.copyOf(found);
  }

  /** Moves to the next start or end tag; false if there is none. */
  private boolean toNextTag() {
    while (true) {
      at = text.indexOf('<', at);
      if (at < 0 || at + 1 >= text.length()) {
        return false;
      }
      if (text.startsWith("<!--", at)) {
        behind("-->");
      } else if (text.startsWith("<![CDATA[", at)) {
        behind("]]>");
      } else if (text.startsWith("<?", at)) {
        behind("?>");
      } else {
        return true;
      }
    }
  }

  private void behind(String end) {
    int found = text.indexOf(end, at);
    if (found < 0) {
      throw malformed();
    }
    at = found + end.length();
  }

  private int endOfName(int start) {
    int end = start;
    while (end < text.length() && " \t\r\n/>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Moves behind the tag; says whether it is an empty element's. */
  private boolean toEndOfTag() {
    char quote = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        at = i + 1;
        return text.charAt(i - 1) == '/';
      }
    }
    throw malformed();
  }

  private static EdosException malformed() {
    return EdosException.external("an active document is damaged: a tag or comment has no end");
  }
}
