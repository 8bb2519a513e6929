package org.edos.physical.torrent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tracker behind HTTP, at a free port of this machine. */
public final class TrackerServer implements AutoCloseable {
  private final Tracker tracker = new Tracker(Clock.systemUTC());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  public TrackerServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/announce",
        exchange ->
            answer(
                exchange,
                tracker.announce(query(exchange), exchange.getRemoteAddress().getAddress())));
    server.createContext("/scrape", exchange -> answer(exchange, tracker.scrape(query(exchange))));
    server.setExecutor(threads);
    server.start();
  }

  private static String query(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
  }

  private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** Where peers announce themselves. */
  public URI announce() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/announce");
  }

  /** A torrent of these files, served from now on. */
  public Torrent serve(RandomFiles files) {
    var torrent = files.torrent(announce());
    tracker.serve(torrent);
    return torrent;
  }

  public Tracker tracker() {
    return tracker;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
