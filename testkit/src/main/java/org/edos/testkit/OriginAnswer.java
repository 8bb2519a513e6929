package org.edos.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.testkit.Conduct.Framing;
import org.edos.testkit.OriginServer.Asked;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an {@link OriginServer}.
 *
 * @param status and its phrase
 * @param headers of the entity, each line with its end
 * @param file whose bytes are the body; null for none
 * @param from the first byte of the body
 * @param to the byte after the last
 * @param conduct how it is sent
 * @param cut bytes of the body after which the connection is cut
 */
record OriginAnswer(
    String status,
    String headers,
    @Nullable Path file,
    long from,
    long to,
    Conduct conduct,
    long cut) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})?-([0-9]{1,15})?");

  /** One without a body. */
  static OriginAnswer plain(int status, String phrase) {
    return new OriginAnswer(status + " " + phrase, "", null, 0, 0, Conduct.WELL, Long.MAX_VALUE);
  }

  /** The file, or as much of it as was asked for. */
  static OriginAnswer file(Asked request, Path file, Conduct conduct, long cut) throws IOException {
    long size = Files.size(file);
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    String tag = "\"%x-%x\"".formatted(modified.toEpochMilli(), size);
    String date = DATE.format(modified);
    String headers = conduct.dated() ? "Last-Modified: " + date + "\r\nETag: " + tag + "\r\n" : "";
    if (conduct.dated() && unchanged(request, modified, tag)) {
      return new OriginAnswer("304 Not Modified", headers, null, 0, 0, conduct, cut);
    }
    @Nullable Path body = request.method().equals("HEAD") ? null : file;
    Matcher range = RANGE.matcher(request.headers().getOrDefault("Range", ""));
    String same = request.headers().getOrDefault("If-Range", tag);
    if (!conduct.ranges() || !range.matches() || !(same.equals(tag) || same.equals(date))) {
      return new OriginAnswer("200 OK", headers, body, 0, size, conduct, cut);
    }
    long from = range.group(1) == null ? -1 : Long.parseLong(range.group(1));
    long last = range.group(2) == null ? size - 1 : Long.parseLong(range.group(2));
    if (from < 0) {
      from = Math.max(0, size - last);
      last = size - 1;
    }
    if (from >= size || last < from) {
      return new OriginAnswer(
          "416 Range Not Satisfiable",
          "Content-Range: bytes */" + size + "\r\n",
          null,
          0,
          0,
          conduct,
          cut);
    }
    long to = Math.min(size, last + 1);
    headers += "Content-Range: bytes %d-%d/%d\r\n".formatted(from, to - 1, size);
    return new OriginAnswer("206 Partial Content", headers, body, from, to, conduct, cut);
  }

  private static boolean unchanged(Asked request, Instant modified, String tag) {
    String known = request.headers().get("If-None-Match");
    if (known != null) {
      return known.equals(tag);
    }
    String since = request.headers().get("If-Modified-Since");
    try {
      return since != null
          && modified.getEpochSecond()
              <= ZonedDateTime.parse(since, DATE.withZone(ZoneOffset.UTC)).toEpochSecond();
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /**
   * Sends it.
   *
   * @param given counts the bytes of the body
   * @return whether the connection may serve the next request
   */
  boolean send(Socket connection, LongAdder given, Pace pace)
      throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    String end =
        switch (conduct.framing()) {
          case LENGTH -> "Content-Length: " + (to - from) + "\r\n";
          case CHUNKED -> file == null ? "Content-Length: 0\r\n" : "Transfer-Encoding: chunked\r\n";
          case CLOSE -> "Connection: close\r\n";
        };
    String head =
        "HTTP/1.1 %s\r\nDate: %s\r\n%s%s\r\n"
            .formatted(
                status, DATE.format(Instant.now()), headers, status.startsWith("304") ? "" : end);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    return (file == null || body(file, out, given, pace)) && conduct.framing() != Framing.CLOSE;
  }

  private boolean body(Path source, OutputStream out, LongAdder given, Pace pace)
      throws IOException, InterruptedException {
    boolean chunked = conduct.framing() == Framing.CHUNKED;
    long until = Math.min(to, cut == Long.MAX_VALUE ? to : from + cut);
    byte[] buffer =
        new byte[(int) Math.clamp(until - from, 1, Math.min(pace.portion(), 256 << 10))];
    try (FileChannel bytes = FileChannel.open(source)) {
      for (long at = from; at < until; ) {
        int portion = (int) Math.min(buffer.length, until - at);
        int read = bytes.read(ByteBuffer.wrap(buffer, 0, portion), at);
        if (read < 0) {
          return false;
        }
        long middle = bytes.size() / 2;
        if (conduct.lying() && at <= middle && middle < at + read) {
          buffer[(int) (middle - at)] ^= 1;
        }
        pace.await(read);
        if (chunked) {
          out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(buffer, 0, read);
        if (chunked) {
          out.write(new byte[] {'\r', '\n'});
        }
        given.add(read);
        at += read;
      }
    }
    if (chunked && until == to) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return until == to;
  }
}
