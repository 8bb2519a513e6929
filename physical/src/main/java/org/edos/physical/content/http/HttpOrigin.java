package org.edos.physical.content.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.core.EdosException;
import org.edos.core.OneByte;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.peer.ArrivingBytes;
import org.edos.physical.peer.EnvironmentProxy;

/**
 * Fetches files of ordinary web servers. Redirects are followed, five at most and never from https
 * to http; what may succeed later (an answer of 5xx or 429, a connection that fails or breaks) is
 * tried again after a pause that doubles, and goes on at the byte where it broke. Safe for use by
 * many threads.
 */
public final class HttpOrigin implements OriginFiles, AutoCloseable {
  /**
   * How patient to be.
   *
   * @param atOnce how many files are fetched at once
   * @param attempts how often a request is made before it is given up; bytes that arrive begin the
   *     count anew
   * @param pause before the second attempt
   * @param firstByte for the answer to begin
   * @param stall for bytes to arrive
   */
  public record Patience(
      int atOnce, int attempts, Duration pause, Duration firstByte, Duration stall) {
    /** For servers anywhere. */
    public static final Patience DEFAULT =
        new Patience(4, 4, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  private static final long LEAST_RATE = 1000;
  private static final int MOST_RESUMPTIONS = 100;

  private final Patience patience;
  private final Semaphore places;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /** Connects to nobody yet. */
  public HttpOrigin() {
    this(Patience.DEFAULT, System.getenv());
  }

  /**
   * Connects to nobody yet.
   *
   * @param environment that may name proxies
   */
  public HttpOrigin(Patience patience, Map<String, String> environment) {
    this.patience = patience;
    this.places = new Semaphore(patience.atOnce());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .proxy(new EnvironmentProxy(environment, ProxySelector.getDefault()))
            .executor(executor)
            .build();
  }

  @Override
  public InputStream open(URI file, long most) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while waiting for " + file, e);
    }
    try {
      return new Arriving(file, most);
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
  }

  /** An answer to be read from an offset. */
  private record Answer(InputStream body, long skip) {}

  /** Asks until there is an answer, or no hope of one. */
  private Answer ask(URI file, long from, long most) {
    Duration pause = patience.pause();
    for (int attempt = 1; ; attempt++) {
      String problem;
      try {
        HttpResponse<InputStream> response = send(file, from);
        int status = response.statusCode();
        if (status == 200 || status == 206) {
          return accepted(file, response, from, most);
        }
        response.body().close();
        problem = "answered " + status;
        if (status == 404 || status == 410) {
          throw EdosException.notFound(file + " is not there (status " + status + ")");
        }
        if (status < 500 && status != 429 && status != 408) {
          throw EdosException.external(
              file + " is not given (status " + status + "); see whether the address is right");
        }
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage() == null ? e : e.getMessage());
      }
      if (attempt >= patience.attempts()) {
        throw EdosException.external(
            "cannot fetch %s: %s, after %d attempts; try again later, or another mirror"
                .formatted(file, problem, attempt));
      }
      pause(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while fetching", e);
    }
  }

  private HttpResponse<InputStream> send(URI file, long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(file).timeout(patience.firstByte()).setHeader("User-Agent", "Edos");
    if (from > 0) {
      request.setHeader("Range", "bytes=" + from + "-");
    }
    try {
      return client.send(request.build(), info -> new ArrivingBytes(patience.stall(), LEAST_RATE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while fetching " + file, e);
    }
  }

  /**
   * Whoever ignores the range sends all of it again; another range than the one asked for fails.
   */
  private static Answer accepted(URI file, HttpResponse<InputStream> response, long from, long most)
      throws IOException {
    boolean partial = response.statusCode() == 206;
    long length = response.headers().firstValueAsLong("content-length").orElse(-1);
    String range = response.headers().firstValue("content-range").orElse("");
    long begin = partial ? from : 0;
    if (partial && !range.startsWith("bytes " + from + "-")) {
      response.body().close();
      throw EdosException.external(file + " is given in another range than was asked for");
    }
    if (length > most - begin) {
      response.body().close();
      throw EdosException.refused(
          file + " has " + (length + begin) + " bytes, more than the " + most + " expected");
    }
    return new Answer(response.body(), from - begin);
  }

  /** A file as it arrives, over as many connections as it takes. Read by one thread. */
  private final class Arriving extends InputStream {
    private final URI file;
    private final long most;
    private final AtomicBoolean closed = new AtomicBoolean();
    private InputStream body;
    private long position;
    private int resumptions;
    private long resumedAt = -1;

    Arriving(URI file, long most) {
      this.file = file;
      this.most = most;
      this.body = ask(file, 0, most).body();
    }

    @Override
    public int read() throws IOException {
      return OneByte.of(this);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      while (true) {
        try {
          int count = body.read(into, offset, length);
          position += Math.max(0, count);
          if (position > most) {
            throw new TooMuch(file + " has more than the " + most + " bytes expected");
          }
          return count;
        } catch (TooMuch e) {
          throw e;
        } catch (IOException e) {
          resume(e);
        }
      }
    }

    private void resume(IOException broken) throws IOException {
      body.close();
      if (closed.get() || ++resumptions > MOST_RESUMPTIONS || resumedAt == position) {
        throw broken;
      }
      resumedAt = position;
      try {
        Answer answer = ask(file, position, most);
        body = answer.body();
        body.skipNBytes(answer.skip());
      } catch (EdosException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      if (closed.compareAndSet(false, true)) {
        places.release();
        body.close();
      }
    }
  }

  /** More bytes than there may be, which no further attempt would mend. */
  private static final class TooMuch extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuch(String message) {
      super(message);
    }
  }

  /** Breaks off every fetch that is under way. */
  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }
}
