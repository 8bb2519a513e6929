package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers with a file, or with the parts of it that the caller lacks: RFC 9110, sections 13 and 14.
 * A file may still be arriving: what is there is sent, and the rest as it comes.
 */
public final class FileAnswer {
  private static final int BUFFER = 64 * 1024;

  private FileAnswer() {}

  /** Sends the file, or what of it the caller lacks; see the other one. */
  public static void send(Context ctx, Representation file) throws IOException {
    send(new ServletExchange(ctx), file);
  }

  /**
   * Sends the file, or what of it the caller lacks.
   *
   * @throws IOException if the file cannot be read to its end, or the caller has gone; where the
   *     answer has begun it must then be broken off
   */
  public static void send(Exchange exchange, Representation file) throws IOException {
    describe(exchange, file);
    switch (Conditions.of(exchange, file)) {
      case UNMODIFIED -> exchange.unmodified();
      case FAILED -> exchange.begin(412, file.type(), 0);
      case GO_ON -> {
        if (exchange.method().equals("HEAD")) {
          exchange.begin(200, file.type(), file.size());
        } else {
          give(exchange, file);
        }
      }
    }
  }

  private static void give(Exchange exchange, Representation file) throws IOException {
    ByteRanges ranges = ranges(exchange, file);
    switch (ranges.kind()) {
      case WHOLE -> {
        exchange.begin(200, file.type(), file.size());
        copy(file, new ByteRanges.Part(0, file.size() - 1), exchange, true);
      }
      case UNSATISFIABLE -> {
        exchange.set("Content-Range", "bytes */" + file.size());
        exchange.begin(416, file.type(), 0);
      }
      case PARTS -> {
        if (ranges.parts().size() == 1) {
          ByteRanges.Part part = ranges.parts().getFirst();
          exchange.set("Content-Range", contentRange(part, file));
          exchange.begin(206, file.type(), part.length());
          copy(file, part, exchange, true);
        } else {
          sendParts(exchange, file, ranges.parts());
        }
      }
    }
  }

  private static void describe(Exchange exchange, Representation file) {
    exchange.set("Accept-Ranges", "bytes");
    exchange.set("ETag", file.tag());
    if (file.modified().isPresent()) {
      exchange.set("Last-Modified", HttpDates.write(file.modified().get()));
    }
    exchange.set("Cache-Control", file.caching());
    // Whatever a repository holds, a browser shall not run it as a page of this daemon.
    exchange.set("X-Content-Type-Options", "nosniff");
    exchange.set("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private static ByteRanges ranges(Exchange exchange, Representation file) {
    String range = exchange.header("Range");
    return range != null && Conditions.rangeHolds(exchange, file)
        ? ByteRanges.parse(range, file.size())
        : ByteRanges.whole();
  }

  private static String contentRange(ByteRanges.Part part, Representation file) {
    return "bytes " + part.first() + "-" + part.last() + "/" + file.size();
  }

  private static void sendParts(Exchange exchange, Representation file, List<ByteRanges.Part> parts)
      throws IOException {
    String boundary = "edos-" + file.sha256().hex().substring(0, 24);
    List<byte[]> heads = new ArrayList<>();
    long length = 0;
    for (ByteRanges.Part part : parts) {
      byte[] head =
          ascii(
              "\r\n--"
                  + boundary
                  + "\r\nContent-Type: "
                  + file.type()
                  + "\r\nContent-Range: "
                  + contentRange(part, file)
                  + "\r\n\r\n");
      heads.add(head);
      length += head.length + part.length();
    }
    byte[] end = ascii("\r\n--" + boundary + "--\r\n");
    exchange.begin(206, "multipart/byteranges; boundary=" + boundary, length + end.length);
    for (int i = 0; i < parts.size(); i++) {
      exchange.write(ByteBuffer.wrap(heads.get(i)), false);
      copy(file, parts.get(i), exchange, false);
    }
    exchange.write(ByteBuffer.wrap(end), true);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void copy(
      Representation file, ByteRanges.Part part, Exchange exchange, boolean last)
      throws IOException {
    long left = part.length();
    if (left == 0) {
      exchange.write(ByteBuffer.allocate(0), last);
      return;
    }
    int most = (int) Math.min(left, BUFFER);
    try (InputStream in = file.bytes().open(part.first())) {
      ByteBuffer buffer = exchange.bufferFor(in, most);
      if (in.available() == 0) {
        exchange.flush();
      }
      while (left > 0) {
        if (!Exchange.fill(buffer, in, (int) Math.min(left, most))) {
          throw new EOFException("the content ended " + left + " bytes early");
        }
        left -= buffer.remaining();
        exchange.write(buffer, last && left == 0);
      }
    }
  }
}
