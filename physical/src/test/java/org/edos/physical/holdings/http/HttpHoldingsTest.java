package org.edos.physical.holdings.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Sha256;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerTimes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpHoldingsTest {
  private static final Sha256 HELD = Sha256.of(new byte[] {1});
  private static final HoldingsFilter FILTER =
      HoldingsFilter.of(new byte[HoldingsFilter.SALT_BYTES], List.of(HELD));

  /** What the peer answers; a handler throws to break the connection off. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final PeerHttp http =
      new PeerHttp(
          new PeerTimes(
              Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300), 50_000));
  private final HttpHoldings holdings = new HttpHoldings(http);
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private URI peer;
  private volatile Answer answer = exchange -> send(exchange, 404, new byte[0]);

  @BeforeEach
  void starts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
    peer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stops() {
    server.stop(0);
    http.close();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Test
  void aFilterIsFetchedOnceAndThenOnlyWhereItChanged() {
    String tag = "\"" + Sha256.of(FILTER.bytes()) + "\"";
    answer =
        exchange -> {
          boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          send(exchange, same ? 304 : 200, same ? new byte[0] : FILTER.bytes());
        };

    Optional<HoldingsFilter> first = holdings.filter(peer, Optional.empty());
    Optional<HoldingsFilter> second = holdings.filter(peer, first);

    assertThat(first.orElseThrow().mayHold(HELD)).isTrue();
    assertThat(second.orElseThrow()).isSameAs(first.orElseThrow());
    assertThat(asked).containsExactly("/content/filter", "/content/filter");
  }

  @Test
  void whoSharesNothingHasNoFilter() {
    assertThat(holdings.filter(peer, Optional.of(FILTER))).isEmpty();
  }

  @Test
  void aFilterWithoutEndIsRefused() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          for (int i = 0; i < 100; i++) {
            out.write(new byte[64 << 10]);
          }
        };

    assertThatThrownBy(() -> holdings.filter(peer, Optional.empty()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("more than");
  }

  @Test
  void whatIsNoFilterIsRefused() {
    answer = exchange -> send(exchange, 200, "hello".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> holdings.filter(peer, Optional.empty()))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("not a filter");
  }

  @Test
  void aPeerThatFallsSilentIsGivenUp() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, FILTER.size());
          exchange.getResponseBody().write(FILTER.bytes(), 0, 30);
          exchange.getResponseBody().flush();
          exchange.getRequestBody().read();
          throw new IOException("the rest never comes");
        };

    assertThatThrownBy(() -> holdings.filter(peer, Optional.empty()))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void aListOfPiecesMustBeOneOfThatFile() throws IOException {
    KnownFile file = new KnownFile(HELD, 3L * PieceHashes.PIECE_BYTES);
    byte[] list = new byte[3 * PieceHashes.HASH_BYTES];
    answer = exchange -> send(exchange, 200, list);

    assertThat(holdings.pieces(peer, file)).contains(PieceHashes.read(list, file.size()));
    assertThat(asked).containsExactly("/content/pieces/" + HELD + "?size=" + file.size());

    answer = exchange -> send(exchange, 200, new byte[2 * PieceHashes.HASH_BYTES]);
    assertThatThrownBy(() -> holdings.pieces(peer, file)).isInstanceOf(EdosException.class);
    answer = exchange -> send(exchange, 200, new byte[4 * PieceHashes.HASH_BYTES]);
    assertThatThrownBy(() -> holdings.pieces(peer, file)).isInstanceOf(EdosException.class);
    answer = exchange -> send(exchange, 404, new byte[0]);
    assertThat(holdings.pieces(peer, file)).isEmpty();
  }

  @Test
  void theNodeOfTheHashTableIsAPort() {
    answer = exchange -> send(exchange, 200, "{\"port\":6881}".getBytes(StandardCharsets.US_ASCII));
    assertThat(holdings.hashTableNode(peer)).hasValue(6881);

    answer = exchange -> send(exchange, 200, "{\"port\":0}".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> holdings.hashTableNode(peer)).isInstanceOf(EdosException.class);

    answer = exchange -> send(exchange, 404, new byte[0]);
    assertThat(holdings.hashTableNode(peer)).isEmpty();
  }
}
