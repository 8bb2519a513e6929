package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * Reads the paragraphs of Debian control data one after another: Packages, Release, and the control
 * file of a package. Holds one paragraph at a time. For one thread.
 */
public final class ControlParagraphs {
  static final int MAX_PARAGRAPH = 16 << 20;

  private final InputStream in;
  private final String source;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;
  private boolean ended;

  /**
   * A reader of a stream, which stays the caller's to close.
   *
   * @param in UTF-8; bytes that are not, and control characters, read as U+FFFD
   * @param source what the stream is, for messages
   */
  public ControlParagraphs(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /**
   * The next paragraph, or empty at the end.
   *
   * @throws EdosException (refused) if it is malformed, has a line of over 1 MiB or has over 16 MiB
   * @throws IOException if the stream fails
   */
  public Optional<ControlParagraph> next() throws IOException {
    return nextText().map(text -> ControlParagraph.parse(text, source));
  }

  /** The next paragraph's text, for {@link ControlParagraph#parse}; fails like {@link #next}. */
  Optional<String> nextText() throws IOException {
    skipEmptyLines();
    int length = paragraphLength();
    if (length == 0) {
      return Optional.empty();
    }
    String text = withoutControls(new String(buffer, start, length, StandardCharsets.UTF_8));
    start += length;
    return Optional.of(text);
  }

  private void skipEmptyLines() throws IOException {
    while (start < end || fill()) {
      if (buffer[start] != '\n' && buffer[start] != '\r') {
        return;
      }
      start++;
    }
  }

  /**
   * How many bytes from {@link #start} on belong to the paragraph: up to an empty line or the end.
   */
  private int paragraphLength() throws IOException {
    int at = start;
    int lineStart = start;
    while (true) {
      if (at == end) {
        int scanned = at - start;
        int line = lineStart - start;
        if (!fill()) {
          return scanned;
        }
        at = start + scanned;
        lineStart = start + line;
      }
      if (buffer[at] == '\n') {
        boolean empty = at == lineStart || (at == lineStart + 1 && buffer[lineStart] == '\r');
        if (empty && at > start) {
          return lineStart - start;
        }
        lineStart = at + 1;
      }
      at++;
    }
  }

  /** Reads on behind what is held, which may move to the buffer's beginning. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == MAX_PARAGRAPH) {
      throw EdosException.refused(
          source + " is malformed: a paragraph has more than " + MAX_PARAGRAPH + " bytes");
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(MAX_PARAGRAPH, 2 * buffer.length));
    }
    int read = in.read(buffer, end, buffer.length - end);
    ended = read < 0;
    end += Math.max(0, read);
    return !ended;
  }

  private static String withoutControls(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text, i)) {
        StringBuilder plain = new StringBuilder(text);
        for (int j = i; j < plain.length(); j++) {
          if (isControl(text, j)) {
            plain.setCharAt(j, '\uFFFD');
          }
        }
        return plain.toString();
      }
    }
    return text;
  }

  private static boolean isControl(String text, int at) {
    char c = text.charAt(at);
    boolean lineEnd = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
    return c < ' ' && c != '\n' && c != '\t' && !lineEnd;
  }
}
