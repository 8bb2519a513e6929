package org.edos.core.metadata;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Fails when a tag, comment, instruction or CDATA section is too long: the parser holds each of
 * them whole, unlike text. Used by one thread.
 */
final class MarkupBound extends FilterReader {
  /** Markup is too long. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final String COMMENT = "<!--";
  private static final String SECTION = "<![CDATA[";

  private final int limit;

  /** What of the markup was read, as far as it is needed to tell where it ends. */
  private final StringBuilder begin = new StringBuilder(SECTION.length());

  private int length;
  private char quote;
  private char last;
  private char beforeLast;

  MarkupBound(Reader in, int limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int c = in.read();
    if (c >= 0) {
      see((char) c);
    }
    return c;
  }

  @Override
  public int read(char[] buffer, int offset, int count) throws IOException {
    int n = in.read(buffer, offset, count);
    for (int i = 0; i < n; i++) {
      see(buffer[offset + i]);
    }
    return n;
  }

  private void see(char c) throws Exceeded {
    if (length == 0) {
      if (c == '<') {
        begin.setLength(0);
        begin.append(c);
        length = 1;
      }
      return;
    }
    if (++length > limit) {
      throw new Exceeded();
    }
    if (begin.length() < SECTION.length()) {
      begin.append(c);
    }
    if (ends(c)) {
      length = 0;
      quote = 0;
      last = 0;
    }
    beforeLast = last;
    last = c;
  }

  private boolean ends(char c) {
    if (starts(COMMENT)) {
      return c == '>' && last == '-' && beforeLast == '-' && length > COMMENT.length() + 2;
    }
    if (starts(SECTION)) {
      return c == '>' && last == ']' && beforeLast == ']' && length > SECTION.length() + 2;
    }
    if (begin.length() > 1 && begin.charAt(1) == '?') {
      return c == '>' && last == '?' && length > 3;
    }
    if (quote != 0) {
      quote = c == quote ? 0 : quote;
      return false;
    }
    if (c == '"' || c == '\'') {
      quote = c;
    }
    return c == '>';
  }

  private boolean starts(String markup) {
    return begin.length() >= markup.length() && begin.indexOf(markup) == 0;
  }
}
