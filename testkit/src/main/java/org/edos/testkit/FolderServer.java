package org.edos.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An ordinary web server over a folder, on loopback: what stands for a repository's mirror in
 * tests. It notes what is asked for, answers ranges, and can be told to misbehave. Safe for many
 * threads.
 */
public final class FolderServer implements AutoCloseable {
  /** What to do with a request instead of answering it well. */
  public interface Whim {
    /** Whether the request was answered here. */
    boolean answer(HttpExchange exchange) throws IOException;
  }

  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Whim whim = exchange -> false;

  /** Begins to serve the folder, which may still be empty. */
  public FolderServer(Path folder) {
    this.folder = folder;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Where the folder is. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Misbehaves from now on. */
  public void behave(Whim newWhim) {
    whim = newWhim;
  }

  /** The paths asked for so far, without the slash at their beginning, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Forgets what was asked for. */
  public void forget() {
    asked.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      asked.add(path);
      if (whim.answer(exchange)) {
        return;
      }
      Path file = folder.resolve(path).normalize();
      if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] bytes = Files.readAllBytes(file);
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      }
      int length = bytes.length - from;
      exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes, from, length);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
