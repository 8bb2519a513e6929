package org.edos.physical.channel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events, after the HTML standard's "event stream interpretation", with bounded
 * lines and events.
 */
final class EventStream {
  /** Takes what arrives. */
  interface Sink {
    /**
     * An event has arrived.
     *
     * @param lastId the newest id that the stream has named; empty before any
     * @param data empty where the stream only moved its id on
     */
    void event(String lastId, String type, String data);
  }

  private static final int MAX_EVENT = 1 << 20;

  private final InputStream in;
  private String lastId;

  EventStream(InputStream in, String lastId) {
    this.in = new BufferedInputStream(in, 8192);
    this.lastId = lastId;
  }

  /** Reads until the stream ends. */
  void read(Sink sink) throws IOException {
    StringBuilder data = new StringBuilder();
    String type = "";
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        sink.event(lastId, type, data.toString());
        data.setLength(0);
        type = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> lastId = value;
        case "event" -> type = value;
        case "data" -> {
          data.append(data.isEmpty() ? "" : "\n").append(value);
          if (data.length() > MAX_EVENT) {
            throw new IOException("an event is larger than " + MAX_EVENT);
          }
        }
        default -> {
          // Comments, which keep the connection alive, and fields of the future.
        }
      }
    }
  }

  @org.jspecify.annotations.Nullable
  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    while (true) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      if (b == '\n') {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      if (b != '\r') {
        bytes.write(b);
      }
      if (bytes.size() > MAX_EVENT) {
        throw new IOException("a line is longer than " + MAX_EVENT);
      }
    }
  }
}
