package org.edos.app.rest;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Answers with a file, or with the parts of it that the caller lacks: RFC 9110, sections 13 and 14.
 */
public final class FileAnswer {
  private static final int BUFFER = 256 * 1024;

  private FileAnswer() {}

  /** Sends the file, or what of it the caller lacks. */
  public static void send(Context ctx, Representation file) throws IOException {
    HttpServletResponse response = ctx.res();
    describe(response, file);
    if (isUnmodified(ctx, file)) {
      response.setStatus(304);
      return;
    }
    boolean head = ctx.req().getMethod().equals("HEAD");
    ByteRanges ranges = head ? ByteRanges.whole() : ranges(ctx, file);
    switch (ranges.kind()) {
      case WHOLE -> {
        begin(response, 200, file.type(), file.size());
        if (!head) {
          copy(file, new ByteRanges.Part(0, file.size() - 1), response.getOutputStream());
        }
      }
      case UNSATISFIABLE -> {
        response.setHeader("Content-Range", "bytes */" + file.size());
        begin(response, 416, file.type(), 0);
      }
      case PARTS -> {
        if (ranges.parts().size() == 1) {
          ByteRanges.Part part = ranges.parts().getFirst();
          response.setHeader("Content-Range", contentRange(part, file));
          begin(response, 206, file.type(), part.length());
          copy(file, part, response.getOutputStream());
        } else {
          sendParts(response, file, ranges.parts());
        }
      }
    }
  }

  private static void describe(HttpServletResponse response, Representation file) {
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("ETag", file.tag());
    file.modified()
        .ifPresent(modified -> response.setHeader("Last-Modified", HttpDates.write(modified)));
    response.setHeader("Cache-Control", file.caching());
    // Whatever a repository holds, a browser shall not run it as a page of this daemon.
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private static void begin(HttpServletResponse response, int status, String type, long length) {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLengthLong(length);
  }

  private static boolean isUnmodified(Context ctx, Representation file) {
    String tags = ctx.header("If-None-Match");
    if (tags != null) {
      return tags.strip().equals("*")
          || Arrays.stream(tags.split(",", -1))
              .map(String::strip)
              .anyMatch(tag -> (tag.startsWith("W/") ? tag.substring(2) : tag).equals(file.tag()));
    }
    String since = ctx.header("If-Modified-Since");
    Optional<Instant> date = since == null ? Optional.empty() : HttpDates.read(since);
    return date.isPresent()
        && file.modified().isPresent()
        && !HttpDates.rounded(file.modified().get()).isAfter(date.get());
  }

  private static ByteRanges ranges(Context ctx, Representation file) {
    String range = ctx.header("Range");
    if (range == null) {
      return ByteRanges.whole();
    }
    String condition = ctx.header("If-Range");
    return condition == null || isSame(condition.strip(), file)
        ? ByteRanges.parse(range, file.size())
        : ByteRanges.whole();
  }

  private static boolean isSame(String condition, Representation file) {
    if (condition.startsWith("\"") || condition.startsWith("W/")) {
      return condition.equals(file.tag());
    }
    Optional<Instant> date = HttpDates.read(condition);
    return date.isPresent() && date.equals(file.modified().map(HttpDates::rounded));
  }

  private static String contentRange(ByteRanges.Part part, Representation file) {
    return "bytes " + part.first() + "-" + part.last() + "/" + file.size();
  }

  private static void sendParts(
      HttpServletResponse response, Representation file, List<ByteRanges.Part> parts)
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
    begin(response, 206, "multipart/byteranges; boundary=" + boundary, length + end.length);
    OutputStream out = response.getOutputStream();
    for (int i = 0; i < parts.size(); i++) {
      out.write(heads.get(i));
      copy(file, parts.get(i), out);
    }
    out.write(end);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void copy(Representation file, ByteRanges.Part part, OutputStream out)
      throws IOException {
    long left = part.length();
    if (left == 0) {
      return;
    }
    byte[] buffer = new byte[(int) Math.min(left, BUFFER)];
    try (InputStream in = file.bytes().open(part.first())) {
      while (left > 0) {
        int count = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (count == 0) {
          throw new EOFException("the content ended " + left + " bytes early");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
