package org.edos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.edos.testkit.wire.RawAnswer;

/** Questions whether a file is still the same: RFC 9110, section 13. */
final class ConditionChecks {
  private static final int SIZE = 3000;
  private static final String OLD = "Thu, 01 Jan 1970 00:00:00 GMT";

  private ConditionChecks() {}

  static List<Check> all() {
    return List.of(
        tags("If-None-Match with the file's tag is 304", "%s", 304),
        tags("If-None-Match with a list of tags is 304", "\"x\", %s", 304),
        tags("If-None-Match compares weakly", "W/%s", 304),
        tags("If-None-Match with a star is 304", "*", 304),
        tags("If-None-Match with another tag is 200", "\"other\"", 200),
        check(
            "If-None-Match goes before If-Modified-Since",
            subject -> {
              String path = subject.warm(SIZE);
              String date = subject.date(path);
              is(200, subject.get(path, "If-None-Match: \"other\"", "If-Modified-Since: " + date));
            }),
        date("If-Modified-Since with the file's date is 304", ProxyOrigin.MODIFIED, 304),
        date("If-Modified-Since with an older date is 200", OLD, 200),
        date(
            "a date in the form of RFC 850 is understood", "Thursday, 29-Feb-24 12:34:56 GMT", 304),
        date("a date in the form of asctime is understood", "Thu Feb 29 12:34:56 2024", 304),
        date("a date of no sense is ignored", "yesterday", 200),
        check(
            "304 says what the file's tag and date are",
            subject -> {
              String path = subject.warm(SIZE);
              RawAnswer answer = subject.get(path, "If-None-Match: " + subject.tag(path));
              is(304, answer);
              assertThat(answer.header("etag")).contains(subject.tag(path));
            }),
        check("HEAD says what GET says", ConditionChecks::head),
        check(
            "HEAD of a file that is unchanged is 304",
            subject -> {
              String path = subject.warm(SIZE);
              is(304, subject.head(path, "If-None-Match: " + subject.tag(path)));
            }),
        check("dates are written in the one form", ConditionChecks::dates));
  }

  private static Check check(String name, Check.Test test) {
    return new Check("conditions", name, test);
  }

  private static Check tags(String name, String form, int status) {
    return check(
        name,
        subject -> {
          String path = subject.warm(SIZE);
          is(status, subject.get(path, "If-None-Match: " + form.replace("%s", subject.tag(path))));
        });
  }

  private static Check date(String name, String date, int status) {
    return check(
        name,
        subject -> {
          String path = subject.warm(SIZE);
          assertThat(subject.date(path)).isEqualTo(ProxyOrigin.MODIFIED);
          is(status, subject.get(path, "If-Modified-Since: " + date));
        });
  }

  private static void is(int status, RawAnswer answer) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).hasSize(status == 200 ? SIZE : 0);
  }

  private static void head(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    RawAnswer get = subject.get(path);
    RawAnswer head = subject.head(path);
    assertThat(head.status()).isEqualTo(get.status());
    for (String name :
        List.of("content-length", "content-type", "etag", "last-modified", "accept-ranges")) {
      assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
    }
  }

  private static void dates(Subject subject) throws IOException {
    RawAnswer answer = subject.get(subject.warm(SIZE));
    for (String name : List.of("date", "last-modified")) {
      assertThat(answer.header(name).orElse(""))
          .as(name)
          .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} [A-Z][a-z]{2} \\d{4} [0-9:]{8} GMT");
    }
  }
}
