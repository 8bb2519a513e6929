package org.edos.core.metadata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Writes XML whose bytes depend on nothing but what is written: UTF-8, no indentation, the same
 * escapes on every platform. Characters that XML cannot hold become U+FFFD, so whatever a package
 * says yields a well-formed document. Used by one thread at a time.
 */
public final class XmlWriter {
  private static final char REPLACEMENT = '\uFFFD';

  private static final int FULL = 1 << 14;

  private final OutputStream out;
  private final StringBuilder buffer = new StringBuilder(1 << 10);
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag;

  /** Begins a document. The stream is flushed by {@link #finish()} and never closed. */
  public XmlWriter(OutputStream stream) {
    out = stream;
    raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  /** The bytes of the document that the given code writes. */
  public static byte[] bytes(Consumer<XmlWriter> content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
    XmlWriter xml = new XmlWriter(bytes);
    content.accept(xml);
    xml.finish();
    return bytes.toByteArray();
  }

  /** Opens an element. The name is the program's own, never taken from outside. */
  public XmlWriter start(String element) {
    closeTag();
    raw("<").raw(element);
    open.push(element);
    inTag = true;
    return this;
  }

  /** Adds an attribute to the element just opened. */
  public XmlWriter attribute(String name, String value) {
    if (!inTag) {
      throw new IllegalStateException("attribute " + name + " after the content of its element");
    }
    raw(" ").raw(name).raw("=\"");
    escaped(value, true);
    return raw("\"");
  }

  /** Adds an attribute unless its value is empty. */
  public XmlWriter attributeIfAny(String name, String value) {
    return value.isEmpty() ? this : attribute(name, value);
  }

  /** Adds text to the element that is open. */
  public XmlWriter text(String text) {
    closeTag();
    escaped(text, false);
    return this;
  }

  /** Closes the element that is open. */
  public XmlWriter end() {
    String element = open.pop();
    if (inTag) {
      inTag = false;
      return raw("/>");
    }
    return raw("</").raw(element).raw(">");
  }

  /** A whole element with this text, even an empty one. */
  public XmlWriter element(String name, String text) {
    start(name);
    if (!text.isEmpty()) {
      text(text);
    }
    return end();
  }

  /** A whole element, left out when the text is empty. */
  public XmlWriter elementIfAny(String name, String text) {
    return text.isEmpty() ? this : element(name, text);
  }

  /** Flushes the finished document to the stream. */
  public void finish() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements still open: " + open);
    }
    raw("\n");
    drain();
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text as it will read once written: without the characters that XML cannot hold. */
  public static String legal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!legalAt(text, i)) {
        StringBuilder legal = new StringBuilder(text.length());
        for (int j = 0; j < text.length(); j++) {
          legal.append(legalAt(text, j) ? text.charAt(j) : REPLACEMENT);
        }
        return legal.toString();
      }
    }
    return text;
  }

  private static boolean legalAt(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c >= ' ' ? c <= '\uFFFD' : c == '\t' || c == '\n' || c == '\r';
  }

  private void closeTag() {
    if (inTag) {
      inTag = false;
      raw(">");
    }
  }

  private void escaped(String unchecked, boolean attribute) {
    if (isPlain(unchecked, attribute)) {
      raw(unchecked);
      return;
    }
    String text = legal(unchecked);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= '>' && (c < ' ' || c == '&' || c == '<' || c == '>' || c == '"')) {
        String escape = escape(c, attribute);
        if (!escape.isEmpty()) {
          raw(text, from, i);
          raw(escape);
          from = i + 1;
        }
      }
    }
    raw(text, from, text.length());
  }

  /** Whether nothing needs a look: neither an escape nor a character beyond the first planes. */
  private static boolean isPlain(String text, boolean attribute) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c > '>'
              ? c < Character.MIN_SURROGATE
              : c >= ' '
                  ? c != '&' && c != '<' && c != '>' && c != '"'
                  : !attribute && (c == '\n' || c == '\t');
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** Line ends and tabs are escaped wherever a parser would normalise them away. */
  private static String escape(char c, boolean attribute) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '\r' -> "&#13;";
      case '"' -> attribute ? "&quot;" : "";
      case '\n' -> attribute ? "&#10;" : "";
      case '\t' -> attribute ? "&#9;" : "";
      default -> "";
    };
  }

  private void drain() {
    try {
      // A pair of surrogates is never divided: texts are appended whole or cut at an escape.
      out.write(buffer.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.setLength(0);
  }

  private XmlWriter raw(String text) {
    return raw(text, 0, text.length());
  }

  private XmlWriter raw(String text, int from, int to) {
    buffer.append(text, from, to);
    if (buffer.length() >= FULL) {
      drain();
    }
    return this;
  }
}
