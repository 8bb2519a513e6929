package org.edos.physical.channel.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The end of what a program writes. Safe for many threads. */
final class LastLines {
  private static final int MOST_BYTES = 3000;

  private final byte[] ring = new byte[MOST_BYTES];
  private long written;

  /** Reads a stream to its end, or until it breaks. */
  void read(InputStream in) {
    byte[] buffer = new byte[4096];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        add(buffer, count);
      }
    } catch (IOException e) {
      System.getLogger(LastLines.class.getName())
          .log(System.Logger.Level.DEBUG, "a hook's output ended", e);
    }
  }

  private synchronized void add(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      ring[(int) (written++ % MOST_BYTES)] = bytes[i];
    }
  }

  /** What was kept, from the beginning of a line where more was written. */
  synchronized String text() {
    int kept = (int) Math.min(written, MOST_BYTES);
    byte[] last = new byte[kept];
    for (int i = 0; i < kept; i++) {
      last[i] = ring[(int) ((written - kept + i) % MOST_BYTES)];
    }
    String text = new String(last, StandardCharsets.UTF_8);
    int line = written > MOST_BYTES ? text.indexOf('\n') + 1 : 0;
    return text.substring(line).strip();
  }

  /** A reason with what was kept below it. */
  String after(String reason) {
    String text = text();
    return text.isEmpty() ? reason : reason + ":\n" + text;
  }
}
