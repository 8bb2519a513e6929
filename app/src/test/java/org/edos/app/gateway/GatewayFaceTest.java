package org.edos.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.testkit.wire.RawAnswer;
import org.edos.testkit.wire.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayFaceTest {
  private static final String FILE = "http://mirror.example/pool/a+b~1.deb";

  private final byte[] bytes = random(200_000);
  private final TestAnswers answers = new TestAnswers().with(FILE, bytes);
  private ServedGateway gateway;

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    gateway = new ServedGateway(answers, Callers.OWN);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawAnswer ask(String line, String... headers) throws IOException {
    String own = "Host: 127.0.0.1:" + gateway.port();
    boolean named = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
    return RawConnection.ask(
        gateway.port(),
        line
            + " HTTP/1.1\r\n"
            + (named ? "" : own + "\r\n")
            + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList())
            + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://mirror.example/pool/a+b~1.deb",
        "http://mirror.example/pool/a%2bb%7e1.deb",
        "http://mirror.example/pool/a%2Bb%7E1.deb",
        "http://MIRROR.example:80/pool/a+b~1.deb",
        "/origin/mirror.example/pool/a%2bb~1.deb",
        "/origin/http/mirror.example/pool/a+b~1.deb",
        "/mirror.example/pool/a+b~1.deb"
      })
  void aFileIsFoundByEveryWayToNameIt(String target) throws IOException {
    RawAnswer answer = ask("GET " + target);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(bytes);
    assertThat(answer.header("via")).contains("1.1 " + ServedGateway.PSEUDONYM);
    assertThat(answer.header("last-modified")).contains("Thu, 29 Feb 2024 12:34:56 GMT");
  }

  @Test
  void aPageOfAnotherSiteNeitherReachesAnOriginByPathNorRunsAsOneOfTheDaemons() throws IOException {
    for (String site : List.of("cross-site", "same-site")) {
      RawAnswer refused = ask("GET /origin/mirror.example/x.html", "Sec-Fetch-Site: " + site);
      assertThat(refused.status()).isEqualTo(403);
    }
    RawAnswer passed = ask("GET /origin/mirror.example/x.html", "Sec-Fetch-Site: none");
    assertThat(passed.header("content-security-policy").orElseThrow()).startsWith("sandbox");
    assertThat(passed.header("x-content-type-options")).contains("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "http://HTTPS///mirror.example/x, https://mirror.example/x",
    "/HTTPS///mirror.example/x, https://mirror.example/x",
    "/origin/https/mirror.example/x, https://mirror.example/x",
    "/origin/https/mirror.example:8443/x, https://mirror.example:8443/x",
    "http://mirror.example/a%2Fb;c=d//e?f=%2F, http://mirror.example/a%2Fb;c=d//e?f=%2F",
    "http://mirror.example/%25%c3%a4, http://mirror.example/%25%C3%A4",
    "http://mirror.example, http://mirror.example/",
    "http://[::1]:8080/x, http://[::1]:8080/x",
    "/origin/mirror.example:8080/x, http://mirror.example:8080/x"
  })
  void whatIsAskedReachesTheOriginAsItCame(String target, String origin) throws IOException {
    ask("GET " + target);
    assertThat(answers.questions)
        .extracting(question -> question.address().toString())
        .containsExactly(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://mirror.example/../x", "/origin/mirror.example/a/%2e%2e/x"})
  void pathsThatClimbAreRefused(String target) throws IOException {
    assertThat(ask("GET " + target).status()).isIn(400, 403);
    assertThat(answers.questions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///x",
        "http://user:word@mirror.example/x",
        "http://mirror.example:99999/x",
        "http://mirror.example/%zz",
        "http://HTTPS/",
        "ftp://mirror.example/x",
        "/origin/",
        "/origin/https/"
      })
  void addressesOfNoFileAreRefused(String target) throws IOException {
    assertThat(ask("GET " + target).status()).isEqualTo(400);
    assertThat(answers.questions).isEmpty();
  }

  @Test
  void aProxyLeavesTheHostHeaderAside() throws IOException {
    assertThat(ask("GET " + FILE, "Host: other.example").status()).isEqualTo(200);
  }

  @Test
  void anAbsoluteAddressOfTheDaemonIsItsOwnPage() throws IOException {
    String own = "127.0.0.1:" + gateway.port();
    assertThat(ask("GET http://" + own + "/", "Host: " + own).text())
        .isEqualTo("the page of this peer");
    assertThat(answers.questions).isEmpty();
  }

  @Test
  void pathStyleAnswersToOwnNamesAlone() throws IOException {
    String path = "GET /origin/mirror.example/pool/a+b~1.deb";
    assertThat(ask(path, "Host: evil.example").status()).isEqualTo(403);
    assertThat(ask(path, "Origin: http://evil.example").status()).isEqualTo(403);
  }

  @Test
  void otherMethodsAreRefusedWithThoseThereAre() throws IOException {
    RawAnswer answer = ask("DELETE " + FILE);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).contains("GET, HEAD");
  }

  @Test
  void aRequestThatComesBackIsALoop() throws IOException {
    assertThat(ask("GET " + FILE, "Via: 1.1 other, 1.1 " + ServedGateway.PSEUDONYM).status())
        .isEqualTo(508);
  }

  @Test
  void headersOfTheConnectionAreNotPassedOn() throws IOException {
    ask(
        "GET http://mirror.example/x",
        "Connection: keep-alive, X-Mine",
        "X-Mine: 1",
        "Proxy-Connection: keep-alive",
        "TE: trailers",
        "Range: bytes=1-",
        "User-Agent: somebody",
        "Accept: a",
        "Accept: b");
    GatewayQuestion question = answers.questions.getFirst();
    assertThat(question.headers())
        .doesNotContainKeys("Connection", "X-Mine", "Proxy-Connection", "TE")
        .containsEntry("Range", "bytes=1-")
        .containsEntry("User-Agent", "somebody")
        .containsEntry("Accept", "a, b");
  }

  @Test
  void anOriginsAnswerIsPassedOnUnchanged() throws IOException {
    answers.passing(
        "http://mirror.example/x",
        new GatewayAnswer.Passed(
            503,
            Map.of(
                "content-type", List.of("text/odd"),
                "date", List.of("Thu, 29 Feb 2024 12:34:56 GMT"),
                "retry-after", List.of("7"),
                "connection", List.of("x-own"),
                "x-own", List.of("1"),
                "transfer-encoding", List.of("chunked"),
                "set-cookie", List.of("a=1", "b=2")),
            new ByteArrayInputStream("busy".getBytes(StandardCharsets.UTF_8))));
    RawAnswer answer = ask("GET http://mirror.example/x");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text()).isEqualTo("busy");
    assertThat(answer.whole()).isTrue();
    assertThat(answer.headers())
        .containsEntry("content-type", List.of("text/odd"))
        .containsEntry("date", List.of("Thu, 29 Feb 2024 12:34:56 GMT"))
        .containsEntry("retry-after", List.of("7"))
        .containsEntry("set-cookie", List.of("a=1", "b=2"))
        .doesNotContainKey("x-own");
  }

  @Test
  void anOriginThatIsAwayIsABadGateway() throws IOException {
    RawAnswer answer = ask("GET http://unreachable.example/x");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.text()).contains("nobody is there");
  }

  @Test
  void aFileThatBreaksOffIsCutAndNeverLooksWhole() throws IOException {
    byte[] half = random(100_000);
    answers.with(FILE, bytes, offset -> TestAnswers.breaking(half));
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      RawAnswer answer =
          connection.send("GET " + FILE + " HTTP/1.1\r\nHost: mirror.example\r\n\r\n").read("GET");
      assertThat(answer.header("content-length")).contains("200000");
      assertThat(answer.body()).isEqualTo(half);
      assertThat(answer.whole()).isFalse();
      assertThat(connection.closes()).isTrue();
    }
  }

  @Test
  void anOriginsAnswerWithoutLengthThatBreaksOffIsCut() throws IOException {
    answers.passing(
        "http://mirror.example/x",
        new GatewayAnswer.Passed(200, Map.of(), TestAnswers.breaking(random(50_000))));
    assertThat(ask("GET http://mirror.example/x").whole()).isFalse();
  }

  @Test
  void aShortAnswerOfAnOriginIsCut() throws IOException {
    answers.passing(
        "http://mirror.example/x",
        new GatewayAnswer.Passed(
            200, Map.of("content-length", List.of("1000")), new ByteArrayInputStream(random(500))));
    assertThat(ask("GET http://mirror.example/x").whole()).isFalse();
  }

  @Test
  void aptsDetectorHearsWhatItListensFor() throws IOException {
    RawAnswer answer = ask("GET /", "User-Agent: Debian APT-HTTP/1.3 (2.6.1)");
    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.reason()).isEqualTo("usage information");
    assertThat(ask("GET /", "User-Agent: Mozilla/5.0").text()).isEqualTo("the page of this peer");
  }

  @Test
  void nobodyIsServedWhereTheGatewayIsOff() throws IOException {
    gateway.close();
    gateway = new ServedGateway(answers, Callers.OFF);
    RawAnswer answer = ask("GET " + FILE);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("gateway=off");
    assertThat(ask("CONNECT mirror.example:443").status()).isEqualTo(403);
    assertThat(ask("GET /").status()).isEqualTo(200);
  }

  @Test
  void aTunnelCarriesWhateverIsSaidInIt() throws IOException {
    try (ServerSocket origin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServedGateway tunnelling = new ServedGateway(answers, Callers.OWN, origin.getLocalPort());
        RawConnection connection = RawConnection.to(tunnelling.port())) {
      String to = "127.0.0.1:" + origin.getLocalPort();
      // What is said before the tunnel stands is not lost.
      connection.send("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\nearly");
      try (Socket accepted = origin.accept()) {
        assertThat(connection.read("HEAD").status()).isEqualTo(200);
        assertThat(accepted.getInputStream().readNBytes(5)).isEqualTo(ascii("early"));
        accepted.getOutputStream().write(ascii("hello"));
        for (byte expected : ascii("hello")) {
          assertThat(connection.readByte()).isEqualTo(expected);
        }
        connection.send("GET http://x/ HTTP/1.1\r\n\r\n");
        assertThat(accepted.getInputStream().readNBytes(26))
            .isEqualTo(ascii("GET http://x/ HTTP/1.1\r\n\r\n"));
      }
      assertThat(connection.closes()).isTrue();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aTunnelToNobodyIsABadGateway() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (ServedGateway tunnelling = new ServedGateway(answers, Callers.OWN, port)) {
      String to = "127.0.0.1:" + port;
      RawAnswer answer =
          RawConnection.ask(
              tunnelling.port(), "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n");
      assertThat(answer.status()).isEqualTo(502);
    }
  }

  @Test
  void aClientThatGoesInMidBodyLeavesNothingOpen() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 7;
          }

          @Override
          public int read(byte[] buffer, int from, int count) {
            return count;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    answers.passing(FILE, new GatewayAnswer.Passed(200, Map.of(), endless));
    try (RawConnection connection = RawConnection.to(gateway.port())) {
      connection.send("GET " + FILE + " HTTP/1.1\r\nHost: mirror.example\r\n\r\n").readByte();
    }
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tunnelsLeadToTheStandardPortAlone() throws IOException {
    assertThat(ask("CONNECT 127.0.0.1:22").status()).isEqualTo(403);
  }
}
