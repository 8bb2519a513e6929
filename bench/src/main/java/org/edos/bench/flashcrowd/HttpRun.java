package org.edos.bench.flashcrowd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.unit.Sha256;

/**
 * The rival: one HTTP server with a limited upload, from which every peer fetches its files one
 * after another.
 */
final class HttpRun implements AutoCloseable {
  private static final int SLICE = 16 << 10;

  private final Workload work;
  private final HttpServer server;
  private final TokenBucket bucket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  HttpRun(Workload work, int upload) throws IOException {
    this.work = work;
    this.bucket = new TokenBucket(upload);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    for (var file : work.sources()) {
      server.createContext(
          "/" + file.content().hex(), exchange -> send(exchange, file.file(), file.size()));
    }
    server.start();
  }

  private void send(HttpExchange exchange, Path file, long size) throws IOException {
    try (exchange;
        InputStream in = Files.newInputStream(file)) {
      exchange.sendResponseHeaders(200, size);
      OutputStream out = exchange.getResponseBody();
      byte[] slice = new byte[SLICE];
      for (int read = in.read(slice); read > 0; read = in.read(slice)) {
        bucket.take(read);
        out.write(slice, 0, read);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is closed");
    }
  }

  /** Seconds until the last peer has everything that it wants. */
  double lastSeconds() throws InterruptedException {
    List<Callable<Long>> fetches = new ArrayList<>();
    work.wishes().keySet().forEach(peer -> fetches.add(() -> fetch(peer)));
    long start = System.nanoTime();
    List<Future<Long>> done = threads.invokeAll(fetches);
    double last = (System.nanoTime() - start) / 1e9;
    try {
      long received = 0;
      for (Future<Long> future : done) {
        received += future.get();
      }
      if (received != work.wantedBytes()) {
        throw EdosException.external(
            "peers received " + received + " bytes over HTTP of " + work.wantedBytes());
      }
    } catch (ExecutionException e) {
      throw EdosException.external("a peer's download over HTTP failed: " + e.getCause(), e);
    }
    return last;
  }

  private long fetch(PeerId peer) throws IOException, InterruptedException {
    long received = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Sha256 content : work.wanted(peer)) {
        URI address =
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + content.hex());
        byte[] body =
            client
                .send(
                    HttpRequest.newBuilder(address).build(),
                    HttpResponse.BodyHandlers.ofByteArray())
                .body();
        received += body.length;
      }
    }
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
