package org.edos.physical.peer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.edos.core.EdosException;

/**
 * Calls other peers over HTTP/1.1. Every body is bounded in size, and every wait in time; whatever
 * a peer answers other than success, and whatever goes wrong on the way, is an {@link
 * EdosException} that names the peer. Redirects are not followed. Safe for use by many threads.
 */
public final class PeerHttp implements AutoCloseable {
  private static final int MAX_FAILURE = 64 * 1024;
  private static final int SHOWN = 2000;

  private final PeerTimes times;
  private final ExecutorService executor;
  private final HttpClient client;
  private final UnaryOperator<PeerRequest> signing;

  /** Connects to nobody yet; waits as {@link PeerTimes#DEFAULT} says. */
  public PeerHttp() {
    this(PeerTimes.DEFAULT);
  }

  /** Connects to nobody yet. */
  public PeerHttp(PeerTimes times) {
    this.times = times;
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    this.signing = UnaryOperator.identity();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(times.connect())
            .executor(executor)
            .build();
  }

  private PeerHttp(PeerHttp same, UnaryOperator<PeerRequest> signing) {
    this.times = same.times;
    this.executor = same.executor;
    this.client = same.client;
    this.signing = signing;
  }

  /** The same connections, for calls by which others are to see whose daemon makes them. */
  public PeerHttp signedBy(CallSigner signer) {
    return new PeerHttp(this, signer::signed);
  }

  /**
   * Calls, and reads the whole answer.
   *
   * @param maxBytes most bytes of the answer
   * @throws EdosException the peer's own failure in its own category; external if it cannot be
   *     reached, stalls or answers with something else; refused if the answer is larger
   */
  public PeerAnswer call(PeerRequest request, long maxBytes) {
    try (PeerStream stream = open(request)) {
      return new PeerAnswer(stream.status(), bounded(request, stream.body(), maxBytes));
    } catch (IOException e) {
      throw broken(request.uri(), e);
    }
  }

  /** Like {@link #call}, with an empty answer where the peer says that there is no such thing. */
  public Optional<PeerAnswer> find(PeerRequest request, long maxBytes) {
    try {
      return Optional.of(call(request, maxBytes));
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Calls, and gives the answer as it arrives; fails like {@link #call}. The caller closes it. */
  public PeerStream open(PeerRequest request) {
    return open(request, times.stall(), times.leastRate());
  }

  /**
   * Like {@link #open(PeerRequest)}, with other bounds of time.
   *
   * @param leastRate bytes a second; 0 where any byte counts as progress
   */
  public PeerStream open(PeerRequest request, Duration stall, long leastRate) {
    return open(request, stall, leastRate, failed -> false);
  }

  /**
   * Like {@link #open(PeerRequest, Duration, long)}, but gives answers of failure, too, that the
   * caller takes by their status and headers.
   */
  public PeerStream open(
      PeerRequest request, Duration stall, long leastRate, Predicate<PeerStream> taken) {
    HttpResponse<InputStream> response = send(request, stall, leastRate);
    int status = response.statusCode();
    PeerStream stream = new PeerStream(status, response.headers(), response.body());
    if ((status >= 200 && status < 400) || taken.test(stream)) {
      return stream;
    }
    try (InputStream body = response.body()) {
      throw failure(request.uri(), status, body.readNBytes(MAX_FAILURE));
    } catch (IOException e) {
      throw broken(request.uri(), e);
    }
  }

  private HttpResponse<InputStream> send(PeerRequest plain, Duration stall, long leastRate) {
    PeerRequest request = signing.apply(plain);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(request.firstByte().orElse(times.firstByte()))
            .method(
                request.method(),
                request.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(builder::setHeader);
    try {
      try {
        return client.send(builder.build(), info -> new ArrivingBytes(stall, leastRate));
      } catch (IOException e) {
        if (!keptTooLong(e)) {
          throw e;
        }
        return client.send(builder.build(), info -> new ArrivingBytes(stall, leastRate));
      }
    } catch (IOException e) {
      throw broken(request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while calling " + peer(request.uri()), e);
    }
  }

  /**
   * Whether the peer closed a kept connection at the moment that it was used again; the client
   * repeats only GET itself.
   */
  private static boolean keptTooLong(IOException e) {
    return String.valueOf(e.getMessage()).contains("received no bytes");
  }

  private static byte[] bounded(PeerRequest request, InputStream body, long maxBytes)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 * 1024];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (bytes.size() + (long) count > maxBytes) {
        throw EdosException.refused(
            peer(request.uri())
                + " answers "
                + request.uri().getPath()
                + " with more than "
                + maxBytes
                + " bytes");
      }
      bytes.write(buffer, 0, count);
    }
    return bytes.toByteArray();
  }

  private static EdosException failure(URI uri, int status, byte[] body) {
    String message;
    try {
      message = printable(PeerJson.read(body, Failure.class).message());
    } catch (EdosException e) {
      message = peer(uri) + " answered " + status + " to " + printable(uri.getRawPath());
    }
    return switch (status) {
      case 400 -> EdosException.usage(message);
      case 401 ->
          EdosException.refused(
              peer(uri)
                  + " wants its token: run this as the user that the daemon runs as, with the same"
                  + " --home");
      case 403 -> EdosException.refused(message);
      case 404 -> EdosException.notFound(message);
      case 413 -> EdosException.exhausted(message);
      case 507 -> EdosException.exhausted(message);
      default -> EdosException.external(message);
    };
  }

  private static EdosException broken(URI uri, IOException e) {
    String peer = peer(uri);
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return EdosException.external("cannot reach " + peer + ": is its daemon running?", e);
    }
    if (e instanceof HttpTimeoutException) {
      return EdosException.external(
          peer + " does not answer in time; try again, or another peer", e);
    }
    String reason = printable(String.valueOf(e.getMessage()));
    return EdosException.external(
        "the connection to " + peer + " failed (" + reason + "); try again", e);
  }

  private static String peer(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** What another machine said, on one line and not too long, to be shown to a person. */
  static String printable(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }

  /** Breaks off every call that is under way. */
  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }
}
