package org.edos.app.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds the requests in what comes on a connection, before they are handled: targets of GETs
 * without a body that anybody may ask. It gives up for good at whatever else it meets, since to
 * miss a request costs little and to misread one would not. For one thread at a time.
 */
final class RequestScanner {
  private static final int LONGEST_LINE = 4096;
  private static final int FIRST_LINE = 256;
  private static final String METHOD = "GET ";
  private static final String VERSION = " HTTP/1.1";

  private byte[] line = new byte[0];
  private int length;
  private String target = "";
  private boolean inHead;
  private boolean personal;
  private boolean over;

  /**
   * Reads on.
   *
   * @param bytes that came next; their position stays where it is
   * @param found is given the target of each request whose head has come to its end; empty where it
   *     is not to be looked ahead for
   */
  void scan(ByteBuffer bytes, Consumer<String> found) {
    for (int i = bytes.position(); i < bytes.limit() && !over; i++) {
      byte next = bytes.get(i);
      if (next == '\n') {
        endLine(found);
      } else if (length < LONGEST_LINE) {
        append(next);
      } else {
        over = true;
      }
    }
    if (over) {
      line = new byte[0];
    }
  }

  private void append(byte next) {
    if (length == line.length) {
      line = java.util.Arrays.copyOf(line, Math.max(FIRST_LINE, length * 2));
    }
    line[length] = next;
    length++;
  }

  private void endLine(Consumer<String> found) {
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1).stripTrailing();
    length = 0;
    if (inHead && text.isEmpty()) {
      inHead = false;
      found.accept(personal ? "" : target);
    } else if (inHead) {
      header(text.toLowerCase(Locale.ROOT));
    } else if (text.startsWith(METHOD) && text.endsWith(VERSION)) {
      target = text.substring(METHOD.length(), text.length() - VERSION.length());
      inHead = true;
      personal = false;
    } else if (!text.isEmpty()) {
      over = true;
    }
  }

  private void header(String text) {
    personal |= text.startsWith("authorization:") || text.startsWith("cookie:");
    over |=
        text.startsWith("content-length:")
            || text.startsWith("transfer-encoding:")
            || text.startsWith("upgrade:")
            || text.startsWith("expect:");
  }
}
