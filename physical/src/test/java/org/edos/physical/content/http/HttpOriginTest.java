package org.edos.physical.content.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.physical.peer.EnvironmentProxy;
import org.edos.testkit.FolderServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an ordinary web server arrive whole, or fail clearly. */
final class HttpOriginTest {
  private static final HttpOrigin.Patience IMPATIENT =
      new HttpOrigin.Patience(
          2, 3, Duration.ofMillis(1), Duration.ofSeconds(5), Duration.ofSeconds(5));

  @TempDir Path folder;
  private final HttpOrigin origin = new HttpOrigin(IMPATIENT, Map.of());
  private FolderServer server;
  private byte[] bytes = new byte[0];

  @BeforeEach
  void serve() throws IOException {
    server = new FolderServer(folder);
    bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    Files.write(folder.resolve("file"), bytes);
  }

  @AfterEach
  void close() {
    origin.close();
    server.close();
  }

  private byte[] fetch(String path) throws IOException {
    try (InputStream in = origin.open(server.address().resolve(path), bytes.length)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aFileArrives() throws IOException {
    assertThat(fetch("file")).isEqualTo(bytes);
  }

  @Test
  void aRedirectIsFollowed() throws IOException {
    server.behave(exchange -> {
      boolean old = exchange.getRequestURI().getPath().equals("/old");
      if (old) {
        exchange.getResponseHeaders().set("Location", "/file");
        exchange.sendResponseHeaders(302, -1);
      }
      return old;
    });
    assertThat(fetch("old")).isEqualTo(bytes);
  }

  @Test
  void redirectsThatDoNotEndAreGivenUp() {
    server.behave(exchange -> {
      exchange.getResponseHeaders().set("Location", "/again");
      exchange.sendResponseHeaders(302, -1);
      return true;
    });
    fails(Category.EXTERNAL, "again", "302");
    assertThat(server.asked()).hasSizeLessThan(10);
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    server.behave(exchange -> {
      boolean busy = requests.incrementAndGet() < 3;
      if (busy) {
        exchange.sendResponseHeaders(503, -1);
      }
      return busy;
    });
    assertThat(fetch("file")).isEqualTo(bytes);
  }

  @Test
  void aServerThatIsAlwaysBusyIsGivenUp() {
    server.behave(exchange -> {
      exchange.sendResponseHeaders(500, -1);
      return true;
    });
    fails(Category.EXTERNAL, "file", "answered 500, after 3 attempts");
  }

  @Test
  void aFileThatIsNotThereIsNotFoundAtOnce() {
    fails(Category.NOT_FOUND, "none", "is not there");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aBrokenConnectionIsTakenUpWhereItBroke() throws IOException {
    server.behave(HttpOriginTest.this::breakUnlessRanged);
    assertThat(fetch("file")).isEqualTo(bytes);
    assertThat(server.asked()).hasSizeGreaterThan(1);
  }

  private boolean breakUnlessRanged(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Range")) {
      return false;
    }
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, 100_000);
    exchange.getResponseBody().flush();
    throw new IOException("the cable was pulled");
  }

  @Test
  void moreBytesThanExpectedAreRefused() {
    assertThatThrownBy(() -> origin.open(server.address().resolve("file"), 1000))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.REFUSED));
  }

  @Test
  void moreBytesThanExpectedAreRefusedWhereNoLengthIsTold() throws IOException {
    server.behave(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(bytes);
      return true;
    });
    try (InputStream in = origin.open(server.address().resolve("file"), 1000)) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more than the 1000 bytes");
    }
  }

  @Test
  void aServerThatIsAwayIsNamed() {
    URI address = server.address();
    server.close();
    assertThatThrownBy(() -> origin.open(address.resolve("file"), 10))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("cannot fetch " + address);
  }

  @Test
  void theEnvironmentNamesTheProxy() {
    EnvironmentProxy proxies =
        new EnvironmentProxy(
            Map.of(
                "http_proxy", "http://cache.example:3142/", "NO_PROXY", "near.example,127.0.0.1"),
            ProxySelector.of(null));
    assertThat(proxies.select(URI.create("http://far.example/x")))
        .containsExactly(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("cache.example", 3142)));
    assertThat(
            List.of("http://a.near.example/x", "http://127.0.0.1/x", "https://far.example/")
                .stream()
                .map(text -> proxies.select(URI.create(text))))
        .allMatch(List.of(Proxy.NO_PROXY)::equals);
  }

  private void fails(Category category, String path, String message) {
    assertThatThrownBy(() -> fetch(path))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category))
        .hasMessageContaining(message);
  }
}
