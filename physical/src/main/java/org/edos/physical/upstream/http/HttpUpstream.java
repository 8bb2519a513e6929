package org.edos.physical.upstream.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edos.core.EdosException;
import org.edos.physical.peer.ArrivingBytes;
import org.edos.physical.peer.EnvironmentProxy;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;

/**
 * Asks over HTTP/1.1 on connections that are kept, through the proxy that the environment names.
 * Five redirects at most; what is secret goes to nobody else.
 */
public final class HttpUpstream implements Upstream {
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration STALL = Duration.ofSeconds(25);
  private static final Set<String> CONNECTIONS_OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "via");

  private static final Set<String> SECRET = Set.of("authorization", "cookie");

  private final String via;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /**
   * Connects to nobody yet.
   *
   * @param pseudonym by which this daemon knows its own requests when they come back to it: a
   *     {@code Via} header says it
   * @param environment that may name proxies
   */
  public HttpUpstream(String pseudonym, Map<String, String> environment) {
    this.via = "1.1 " + pseudonym;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(new EnvironmentProxy(environment, ProxySelector.getDefault()))
            .executor(executor)
            .build();
  }

  @Override
  public UpstreamAnswer ask(UpstreamRequest request) {
    UpstreamAnswer answer = askOnce(request, request.uri());
    for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      Optional<URI> next = Redirects.next(answer);
      if (next.isEmpty()) {
        return answer;
      }
      answer.close();
      answer = askOnce(request, next.get());
    }
    return answer;
  }

  private UpstreamAnswer askOnce(UpstreamRequest request, URI uri) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .timeout(request.firstByte())
            .method(request.method(), BodyPublishers.noBody())
            .setHeader("Via", via(request));
    boolean elsewhere = !uri.getRawAuthority().equals(request.uri().getRawAuthority());
    request
        .headers()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!CONNECTIONS_OWN.contains(lower) && !(elsewhere && SECRET.contains(lower))) {
            builder.setHeader(name, value);
          }
        });
    try {
      HttpResponse<InputStream> response =
          client.send(builder.build(), info -> new ArrivingBytes(STALL, 0));
      Map<String, List<String>> headers = new HashMap<>();
      response
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      return new UpstreamAnswer(uri, response.statusCode(), headers, response.body());
    } catch (IOException e) {
      String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw EdosException.external(
          "cannot fetch " + uri + ": " + problem + "; see whether its server is up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted while fetching " + uri, e);
    }
  }

  /** Those whom the request came by already are named first, so that each of them knows a loop. */
  private String via(UpstreamRequest request) {
    String before = request.headers().get("Via");
    return before == null ? via : before + ", " + via;
  }

  @Override
  public void close() {
    client.shutdownNow();
    executor.shutdownNow();
  }
}
