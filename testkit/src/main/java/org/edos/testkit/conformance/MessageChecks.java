package org.edos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.edos.testkit.wire.RawAnswer;
import org.edos.testkit.wire.RawConnection;

/** Requests, connections and what passes through: RFC 9112, and RFC 9110 sections 4 and 7. */
final class MessageChecks {
  private static final int SIZE = 2000;

  private MessageChecks() {}

  static List<Check> all() {
    return List.of(
        check("pipelined answers come in order, hits and misses mixed", MessageChecks::pipelined),
        check("a connection serves many requests", MessageChecks::kept),
        check("a connection is closed where the asker says so", MessageChecks::closed),
        check("an asker of HTTP/1.0 gets no chunks", MessageChecks::old),
        check("an absolute address goes before Host", MessageChecks::absolute),
        check("%7e and ~, %2b and + are one file", MessageChecks::encoded),
        check("addresses that differ in their query differ", MessageChecks::queries),
        check("a header of 6 kB is taken", MessageChecks::large),
        refused("a request line of no sense is refused", "GET\r\nHost: x\r\n\r\n"),
        refused("a space before a header's colon is refused", "%sX-Odd : 1\r\n\r\n"),
        refused(
            "two lengths of one body are refused",
            "%sContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        check(
            "headers of the connection do not pass",
            subject -> {
              String echo =
                  echo(
                      subject,
                      "Connection: X-Mine",
                      "X-Mine: 1",
                      "Proxy-Connection: close",
                      "Keep-Alive: timeout=5");
              assertThat(echo).doesNotContain("x-mine", "proxy-connection", "timeout=5");
            }),
        check(
            "headers of the request pass",
            subject ->
                assertThat(echo(subject, "User-Agent: Somebody/1", "X-Other: yes"))
                    .contains("somebody/1", "x-other: yes")),
        check(
            "Via names the proxy to the origin",
            subject -> assertThat(echo(subject)).contains("\nvia: ")),
        check(
            "Via names the proxy to the asker",
            subject -> assertThat(subject.get(subject.warm(SIZE)).header("via")).isPresent()),
        check(
            "a request with Expect: 100-continue and no body is answered",
            subject -> {
              String path = subject.warm(SIZE);
              RawAnswer answer = subject.get(path, "Expect: 100-continue");
              assertThat(answer.status()).isIn(100, 200, 417);
            }));
  }

  private static Check check(String name, Check.Test test) {
    return new Check("messages", name, test);
  }

  private static Check refused(String name, String form) {
    return check(
        name,
        subject -> {
          String request = subject.request("GET", subject.fresh("plain", SIZE));
          String head = request.substring(0, request.length() - 2);
          assertThat(subject.raw(form.replace("%s", head)).status()).isBetween(400, 499);
        });
  }

  private static void file(String path, RawAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ProxyOrigin.bytes(path));
  }

  private static String echo(Subject subject, String... headers) throws IOException {
    RawAnswer answer = subject.get(subject.fresh("echo", 1), headers);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text().toLowerCase(java.util.Locale.ROOT);
  }

  private static void pipelined(Subject subject) throws IOException {
    String hit = subject.warm(SIZE);
    String miss = subject.fresh("plain", 60_000);
    String missing = subject.fresh("missing", 1);
    String other = subject.warm(10);
    try (RawConnection connection = RawConnection.to(subject.port())) {
      StringBuilder all = new StringBuilder();
      for (String path : List.of(hit, miss, missing, other, hit)) {
        all.append(subject.request("GET", path));
      }
      connection.send(all.toString());
      file(hit, connection.read("GET"));
      file(miss, connection.read("GET"));
      assertThat(connection.read("GET").status()).isEqualTo(404);
      file(other, connection.read("GET"));
      file(hit, connection.read("GET"));
    }
  }

  private static void kept(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    try (RawConnection connection = RawConnection.to(subject.port())) {
      for (int i = 0; i < 5; i++) {
        file(path, connection.send(subject.request("GET", path)).read("GET"));
      }
      RawAnswer head = connection.send(subject.request("HEAD", path)).read("HEAD");
      assertThat(head.status()).isEqualTo(200);
      file(path, connection.send(subject.request("GET", path)).read("GET"));
    }
  }

  private static void closed(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    try (RawConnection connection = RawConnection.to(subject.port())) {
      file(path, connection.send(subject.request("GET", path, "Connection: close")).read("GET"));
      assertThat(connection.closes()).isTrue();
    }
  }

  private static void old(Subject subject) throws IOException {
    String path = subject.fresh("chunked", SIZE);
    String request = subject.request("GET", path).replace("HTTP/1.1", "HTTP/1.0");
    RawAnswer answer = subject.raw(request);
    file(path, answer);
    assertThat(answer.header("transfer-encoding")).isEmpty();
  }

  private static void absolute(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    String request =
        subject
            .request("GET", path)
            .replace("Host: " + subject.origin().authority(), "Host: other.invalid");
    file(path, subject.raw(request));
  }

  private static void encoded(Subject subject) throws IOException {
    String path = subject.fresh("plain", SIZE).replace("/f", "/f+1~2-");
    file(path, subject.get(path.replace("~", "%7e").replace("+", "%2b")));
    file(path, subject.get(path));
    file(path, subject.get(path.replace("~", "%7E").replace("+", "%2B")));
  }

  private static void queries(Subject subject) throws IOException {
    String path = subject.fresh("plain", SIZE);
    file(path + "?a=1", subject.get(path + "?a=1"));
    file(path + "?a=2", subject.get(path + "?a=2"));
  }

  private static void large(Subject subject) throws IOException {
    String path = subject.warm(SIZE);
    file(path, subject.get(path, "X-Large: " + "x".repeat(6000)));
  }
}
