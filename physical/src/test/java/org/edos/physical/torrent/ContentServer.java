package org.edos.physical.torrent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the files of a folder as a daemon serves contents: /content/sha256/HEX, with ranges. */
public final class ContentServer implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("/content/sha256/([0-9a-f]{64})");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

  private final Path folder;
  private final AtomicLong sent = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  public ContentServer(Path folder) {
    this.folder = folder;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher name = NAME.matcher(exchange.getRequestURI().getPath());
      Path file = name.matches() ? folder.resolve(name.group(1)) : folder.resolve("none");
      Matcher range =
          RANGE.matcher(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse(""));
      if (!Files.exists(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] all = Files.readAllBytes(file);
      boolean partial = range.matches();
      int from = partial ? Integer.parseInt(range.group(1)) : 0;
      int to = partial ? Math.min(all.length, Integer.parseInt(range.group(2)) + 1) : all.length;
      if (partial) {
        exchange
            .getResponseHeaders()
            .add("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + all.length);
      }
      exchange.sendResponseHeaders(partial ? 206 : 200, to - from);
      exchange.getResponseBody().write(Arrays.copyOfRange(all, from, to));
      sent.addAndGet(to - from);
    }
  }

  /** What is named to an engine as a web seed. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/content");
  }

  /** Bytes of contents that were sent. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
