package org.edos.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.edos.testkit.wire.RawAnswer;

/** Origins that answer otherwise, or ill. */
final class OriginChecks {
  private static final int SIZE = 40_000;

  private OriginChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "404 of the origin passes with its body and headers",
            subject -> {
              RawAnswer answer = subject.get(subject.fresh("missing", 1));
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.text()).isEqualTo("no such file");
              assertThat(answer.header("x-origin")).contains("kept");
            }),
        check(
            "503 of the origin passes with its body and headers",
            subject -> {
              RawAnswer answer = subject.get(subject.fresh("busy", 1));
              assertThat(answer.status()).isEqualTo(503);
              assertThat(answer.text()).isEqualTo("busy");
              assertThat(answer.header("retry-after")).contains("7");
            }),
        whole("an origin that sends chunks", "chunked"),
        whole("an origin that ends its answer by closing", "endless"),
        whole("an origin without date, tag and ranges", "bare"),
        check(
            "a redirect passes, or is followed",
            subject -> {
              String path = subject.fresh("redirect", SIZE);
              RawAnswer answer = subject.get(path);
              assertThat(answer.status()).isIn(200, 302);
              if (answer.status() == 200) {
                String to = path.replace("/redirect/", "/plain/");
                assertThat(answer.body()).isEqualTo(ProxyOrigin.bytes(to));
              }
            }),
        cut("an answer that the origin cuts never looks whole", "cut"),
        cut("chunks that the origin cuts never look whole", "cutchunks"),
        check("an origin that is away is an error of the gateway", OriginChecks::away));
  }

  private static Check check(String name, Check.Test test) {
    return new Check("origins", name, test);
  }

  private static Check whole(String name, String conduct) {
    return check(
        name,
        subject -> {
          String path = subject.fresh(conduct, SIZE);
          for (int i = 0; i < 2; i++) {
            RawAnswer answer = subject.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ProxyOrigin.bytes(path));
            assertThat(answer.whole()).isTrue();
          }
        });
  }

  private static Check cut(String name, String conduct) {
    return check(
        name,
        subject -> {
          String path = subject.fresh(conduct, SIZE);
          for (int i = 0; i < 2; i++) {
            RawAnswer answer = subject.get(path);
            assertThat(answer.status() >= 500 || !answer.whole()).as("%s", answer).isTrue();
          }
        });
  }

  private static void away(Subject subject) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String request =
        subject
            .request("GET", subject.fresh("plain", 1))
            .replace(subject.origin().authority(), "127.0.0.1:" + port);
    assertThat(subject.raw(request).status()).isBetween(502, 504);
  }
}
