package org.edos.physical.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.core.channel.Outcome;
import org.edos.core.channel.Subscription;
import org.edos.physical.peer.PeerJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpWebhookCallsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Notification NEWS =
      new Notification(
          12,
          NOW,
          new ChannelEvent(
              "news", 3, NOW, ChannelEvent.Kind.UNIT_ADDED, "pkg:deb/debian/x@1", Map.of()),
          "1",
          12,
          Outcome.of(Subscription.Action.NOTIFY),
          false);

  private record Received(String delivery, String timestamp, String signature, String body) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpWebhookCalls calls = new HttpWebhookCalls(Map.of());
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          received.add(
              new Received(
                  String.valueOf(headers.getFirst("Edos-Delivery")),
                  String.valueOf(headers.getFirst("Edos-Timestamp")),
                  String.valueOf(headers.getFirst("Edos-Signature")),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          String path = exchange.getRequestURI().getPath();
          exchange.getResponseHeaders().set("Location", "/200");
          exchange.sendResponseHeaders(Integer.parseInt(path.substring(1)), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    calls.close();
    server.stop(0);
  }

  private void deliver(String path) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    calls.deliver(url, "secret", "abc-12", NOW, NEWS);
  }

  @Test
  void theSignatureIsOfTheTimeAndTheVeryBytes() throws Exception {
    deliver("/204");

    Received call = received.getFirst();
    assertThat(call.delivery()).isEqualTo("abc-12");
    assertThat(call.timestamp()).isEqualTo("1767323045");
    assertThat(PeerJson.read(call.body().getBytes(StandardCharsets.UTF_8), Notification.class))
        .isEqualTo(NEWS);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(call.signature())
        .isEqualTo(
            "sha256="
                + HexFormat.of()
                    .formatHex(
                        mac.doFinal(
                            (call.timestamp() + "." + call.body())
                                .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void onlyAYesIsAYes() {
    for (String path : List.of("/500", "/404", "/302")) {
      assertThatThrownBy(() -> deliver(path))
          .isInstanceOf(EdosException.class)
          .hasMessageContaining("127.0.0.1 answered " + path.substring(1));
    }
    assertThat(received).hasSize(3);
  }

  @Test
  void whoIsNotThereIsTold() {
    server.stop(0);
    assertThatThrownBy(() -> deliver("/200"))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXTERNAL))
        .hasMessageContaining("cannot call 127.0.0.1");
  }
}
