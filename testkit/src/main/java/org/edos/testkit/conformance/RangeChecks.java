package org.edos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.edos.testkit.wire.RawAnswer;

/** Parts of a file that the proxy has given before: RFC 9110, section 14. */
final class RangeChecks {
  private static final int SIZE = 5000;

  private RangeChecks() {}

  static List<Check> all() {
    return List.of(
        one("one range", "bytes=5-14", 5, 14),
        one("a range to the end", "bytes=4990-", 4990, 4999),
        one("a range that ends past the end", "bytes=4990-9999", 4990, 4999),
        one("the last bytes", "bytes=-7", 4993, 4999),
        one("more last bytes than there are", "bytes=-9999", 0, 4999),
        check("several ranges are parts of one answer", RangeChecks::several),
        check("a range past the end is 416 with the size", RangeChecks::past),
        check("very many ranges do not multiply the file", RangeChecks::many),
        whole("a range of no sense is ignored", "bytes=a-b"),
        whole("a range that ends before it begins is ignored", "bytes=9-5"),
        whole("a range of another unit is ignored", "lines=1-2"),
        check(
            "If-Range with the file's tag gives the part",
            subject -> {
              String path = subject.warm(SIZE);
              part(path, range(subject, path, "bytes=1-2", subject.tag(path)), 1, 2);
            }),
        check(
            "If-Range with the file's date gives the part",
            subject -> {
              String path = subject.warm(SIZE);
              part(path, range(subject, path, "bytes=1-2", subject.date(path)), 1, 2);
            }),
        other("If-Range with another tag gives the whole", "\"other\""),
        other("If-Range with another date gives the whole", "Thu, 01 Jan 1970 00:00:00 GMT"),
        check(
            "If-Range with a weak tag gives the whole",
            subject -> {
              String path = subject.warm(SIZE);
              all(path, range(subject, path, "bytes=1-2", "W/" + subject.tag(path)));
            }),
        check(
            "a part of a file that nobody has asked for is right",
            subject -> {
              String path = subject.fresh("plain", SIZE);
              part(path, subject.get(path, "Range: bytes=100-199"), 100, 199);
            }));
  }

  private static Check check(String name, Check.Test test) {
    return new Check("ranges", name, test);
  }

  private static Check one(String name, String range, int first, int last) {
    return check(
        name,
        subject -> {
          String path = subject.warm(SIZE);
          part(path, subject.get(path, "Range: " + range), first, last);
        });
  }

  private static Check whole(String name, String range) {
    return check(
        name,
        subject -> {
          String path = subject.warm(SIZE);
          all(path, subject.get(path, "Range: " + range));
        });
  }

  private static Check other(String name, String condition) {
    return check(
        name,
        subject -> {
          String path = subject.warm(SIZE);
          all(path, range(subject, path, "bytes=1-2", condition));
        });
  }

  private static RawAnswer range(Subject subject, String path, String range, String condition)
      throws IOException {
    return subject.get(path, "Range: " + range, "If-Range: " + condition);
  }

  private static void part(String path, RawAnswer answer, int first, int last) {
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("content-range")).contains("bytes " + first + "-" + last + "/" + SIZE);
    assertThat(answer.body())
        .isEqualTo(Arrays.copyOfRange(ProxyOrigin.bytes(path), first, last + 1));
    assertThat(answer.whole()).isTrue();
  }

  private static void all(String path, RawAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ProxyOrigin.bytes(path));
  }

  private static void several(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    RawAnswer answer = subject.get(path, "Range: bytes=0-3,100-109,-2");
    assertThat(answer.status()).isEqualTo(206);
    String type = answer.header("content-type").orElse("");
    assertThat(type).matches("multipart/byteranges; ?boundary=.+");
    String boundary = type.replaceAll(".*boundary=\"?([^\"]+)\"?", "$1");
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    String[] parts = text.split("--" + java.util.regex.Pattern.quote(boundary), -1);
    assertThat(parts).hasSize(5);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    for (String part : List.of(parts).subList(1, 4)) {
      assertThat(part.toLowerCase(java.util.Locale.ROOT)).contains("content-range: bytes ");
      String body = part.substring(part.indexOf("\r\n\r\n") + 4, part.length() - 2);
      got.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
    }
    byte[] bytes = ProxyOrigin.bytes(path);
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    wanted.write(bytes, 0, 4);
    wanted.write(bytes, 100, 10);
    wanted.write(bytes, SIZE - 2, 2);
    assertThat(got.toByteArray()).isEqualTo(wanted.toByteArray());
    assertThat(parts[4]).startsWith("--");
  }

  private static void past(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    RawAnswer answer = subject.get(path, "Range: bytes=5000-");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("content-range")).contains("bytes */" + SIZE);
    assertThat(answer.body().length).isLessThan(SIZE);
  }

  private static void many(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    RawAnswer answer = subject.get(path, "Range: bytes=0-" + ",0-".repeat(200));
    assertThat(answer.status()).isIn(200, 206, 400, 416);
    assertThat(answer.body().length).isLessThan(2 * SIZE);
  }
}
