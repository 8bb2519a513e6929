package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events, as a client sees them on the wire. */
final class EventStreamsTest {
  private TestPublisher daemon;
  private UnitId unit;

  @BeforeEach
  void publish(@TempDir Path folder) throws IOException {
    daemon = new TestPublisher(folder);
    daemon.publisher.createChannel("news", "");
    unit =
        daemon.publisher.composition(daemon.publish("tools", "1").id()).entries().stream()
            .map(Composition.Entry::unit)
            .filter(PackageId.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private static String interest(String id, String channel, String filter, long after) {
    return "{\"id\":\"%s\",\"channel\":\"%s\",\"filter\":\"%s\",\"after\":%d}"
        .formatted(id, channel, filter, after);
  }

  private HttpResponse<java.io.InputStream> ask(String... interests) throws Exception {
    return daemon.client.send(
        daemon
            .request("/api/v1/events")
            .POST(BodyPublishers.ofString("{\"interests\":[" + String.join(",", interests) + "]}"))
            .build(),
        BodyHandlers.ofInputStream());
  }

  private static String frame(BufferedReader lines) throws IOException {
    StringBuilder frame = new StringBuilder();
    for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
      frame.append(line).append('\n');
    }
    return frame.toString();
  }

  private static String told(BufferedReader lines) throws IOException {
    String frame = frame(lines);
    while (!frame.startsWith("event: told")) {
      frame = frame(lines);
    }
    return frame;
  }

  private static BufferedReader lines(HttpResponse<java.io.InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Test
  void oneStreamTellsOfAllThatInterestsAClient() throws Exception {
    daemon.publisher.feedChannel("news", List.of(unit));
    try (BufferedReader lines =
        lines(ask(interest("a", "news", "", 0), interest("b", "news", "arch:none", 0)))) {
      assertThat(frame(lines)).isEqualTo("retry: 1000\n");
      assertThat(frame(lines))
          .startsWith("event: told\ndata: {\"interests\":[\"a\"],\"event\":{")
          .contains("\"id\":1");
      daemon.publisher.feedChannel("news", List.of(unit));
      assertThat(told(lines)).contains("\"id\":2");
    }
  }

  @Test
  void aChannelThatIsNotThereEndsItsInterestAlone() throws Exception {
    assertThat(ask(interest("a", "none", "", 0)).statusCode()).isEqualTo(404);
    try (BufferedReader lines =
        lines(ask(interest("a", "none", "", 0), interest("b", "news", "", 0)))) {
      frame(lines);
      assertThat(frame(lines)).startsWith("event: ended\n").contains("\"interest\":\"a\"");
      daemon.publisher.feedChannel("news", List.of(unit));
      assertThat(frame(lines)).contains("event: told");
    }
  }

  @Test
  void whatIsAskedForWronglyIsRefused() throws Exception {
    assertThat(ask().statusCode()).isEqualTo(400);
    assertThat(ask(interest("a", "news", "name:(", 0)).statusCode()).isEqualTo(400);
    assertThat(ask(interest("a", "news", "", 0), interest("a", "news", "", 0)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aConnectionThatEndsIsForgotten() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sockets.add(raw());
    }
    await().untilAsserted(() -> assertThat(connections()).isEqualTo(50));
    for (Socket socket : sockets) {
      socket.close();
    }
    await().untilAsserted(() -> assertThat(connections()).isZero());
  }

  @Test
  void oneWhoDoesNotReadHoldsUpNobody() throws Exception {
    try (Socket deaf = raw();
        BufferedReader lines = lines(ask(interest("a", "news", "", 0)))) {
      assertThat(deaf.isConnected()).isTrue();
      frame(lines);
      for (int i = 0; i < 3000; i++) {
        daemon.publisher.feedChannel("news", List.of(unit));
      }
      for (int i = 1; i <= 3000; i++) {
        assertThat(told(lines)).contains("\"id\":" + i + ",");
      }
    }
  }

  /** A client that asks and never reads. */
  private Socket raw() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new java.net.InetSocketAddress(daemon.address.getHost(), daemon.address.getPort()));
    String body = "{\"interests\":[" + interest("1", "news", "", 0) + "]}";
    socket
        .getOutputStream()
        .write(
            ("POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private int connections() throws Exception {
    String metrics = TestPublisher.text(daemon.get("/metrics"));
    return metrics
        .lines()
        .filter(line -> line.startsWith("edos_event_connections "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
