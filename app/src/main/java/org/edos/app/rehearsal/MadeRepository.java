package org.edos.app.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edos.core.unit.Sha256;

/** An unsigned APT repository of random bytes and its server, on loopback. */
final class MadeRepository implements AutoCloseable {
  private static final int SMALL = 40;
  private static final int LARGE = 6_000_000;
  private static final String SUITE = "/dists/stable/";
  private static final String INDEX = "main/binary-amd64/Packages";

  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> packages = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  MadeRepository() throws IOException {
    Random random = new Random(1);
    StringBuilder index = new StringBuilder();
    for (int i = 0; i <= SMALL; i++) {
      byte[] bytes = new byte[i == SMALL ? LARGE : 2000 + i * i * 150];
      random.nextBytes(bytes);
      String path = "pool/p%d_1_all.deb".formatted(i);
      add("/" + path, bytes);
      packages.add("/" + path);
      index.append(
          "Package: p%d\nVersion: 1\nArchitecture: all\nFilename: %s\nSize: %d\nSHA256: %s\n\n"
              .formatted(i, path, bytes.length, Sha256.of(bytes)));
    }
    byte[] listed = index.toString().getBytes(StandardCharsets.US_ASCII);
    add(SUITE + INDEX, listed);
    add(
        SUITE + "Release",
        "Suite: stable\nDate: %s\nArchitectures: amd64\nComponents: main\nSHA256:\n %s %d %s\n"
            .formatted(
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME),
                Sha256.of(listed),
                listed.length,
                INDEX)
            .getBytes(StandardCharsets.US_ASCII));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void add(String path, byte[] bytes) {
    files.put(path, bytes);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] bytes = files.get(exchange.getRequestURI().getPath());
    try (exchange) {
      exchange.sendResponseHeaders(bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
      if (bytes != null) {
        try (OutputStream body = exchange.getResponseBody()) {
          body.write(bytes);
        }
      }
    }
  }

  /** What apt asks for before it knows any package. */
  List<URI> indexes() {
    return List.of(at(SUITE + "InRelease"), at(SUITE + "Release"), at(SUITE + INDEX));
  }

  /** The packages. */
  List<URI> packages() {
    return packages.stream().map(this::at).toList();
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
