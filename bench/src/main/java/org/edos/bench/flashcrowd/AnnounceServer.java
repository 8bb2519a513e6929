package org.edos.bench.flashcrowd;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.Tracker;

/** The tracker over HTTP. */
final class AnnounceServer implements AutoCloseable {
  private final Tracker tracker = new Tracker(Clock.systemUTC());
  private final HttpServer server;

  AnnounceServer(InetAddress address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, 0), 200);
    server.createContext(
        "/announce",
        exchange -> {
          try (exchange) {
            String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
            byte[] answer = tracker.announce(query, exchange.getRemoteAddress().getAddress());
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  URI address() {
    return URI.create(
        "http://%s:%d/announce"
            .formatted(
                server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort()));
  }

  void serve(Torrent torrent) {
    tracker.serve(torrent);
  }

  /** Whether a peer has announced itself for the torrent. */
  boolean isAnnounced(Torrent torrent) {
    return tracker.peers(torrent.infoHash()) > 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
