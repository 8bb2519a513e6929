package org.edos.app.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.app.rest.Exchange;
import org.edos.app.rest.FileAnswer;
import org.edos.app.rest.MediaTypes;
import org.edos.app.rest.Representation;
import org.edos.core.EdosException;
import org.edos.core.gateway.OriginAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the gateway and gives its answer, as a proxy does: RFC 9110, section 7.6. */
final class OriginExchanges {
  private static final Logger LOG = LoggerFactory.getLogger(OriginExchanges.class);
  private static final int BUFFER = 32 * 1024;
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Answers answers;
  private final String via;

  /** Asks here, and signs what passes with this name. */
  OriginExchanges(Answers answers, String pseudonym) {
    this.answers = answers;
    this.via = "1.1 " + pseudonym;
  }

  /** Answers and completes the callback, whatever happens. */
  void answer(OriginAddress address, Request request, Response response, Callback callback) {
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      String message = "a repository is only read; its methods are GET and HEAD";
      PlainAnswer.send(405, message, request, response, callback);
      return;
    }
    try (JettyExchange exchange = new JettyExchange(request, response)) {
      GatewayQuestion question = new GatewayQuestion(method, address, headers(request));
      switch (answers.answer(question)) {
        case GatewayAnswer.File file -> give(exchange, file, address);
        case GatewayAnswer.Passed passed -> pass(exchange, response, passed, isByPath(request));
      }
      exchange.finish();
      callback.succeeded();
    } catch (EdosException e) {
      LOG.debug("{} cannot be given: {}", address, e.getMessage());
      PlainAnswer.send(e, request, response, callback);
    } catch (IOException e) {
      LOG.debug("{} broke off: {}", address, e.toString());
      PlainAnswer.send(502, "broke off: " + e.getMessage(), request, response, callback);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", method, address, e);
      PlainAnswer.send(500, "an error within the daemon", request, response, callback);
    }
  }

  private void give(JettyExchange exchange, GatewayAnswer.File file, OriginAddress address)
      throws IOException {
    exchange.set("Via", via);
    FileAnswer.send(
        exchange,
        new Representation(
            file.id(),
            file.size(),
            file.modified(),
            MediaTypes.of(address.uri().getPath()),
            "no-cache",
            file.bytes()::open));
  }

  private static boolean isByPath(Request request) {
    return !(request.getConnectionMetaData().getConnection() instanceof ProxyConnection proxy
        && proxy.absolute());
  }

  private void pass(
      JettyExchange exchange, Response response, GatewayAnswer.Passed passed, boolean byPath)
      throws IOException {
    try (InputStream body = passed.body()) {
      HttpFields.Mutable headers = response.getHeaders();
      response.setStatus(passed.status());
      Set<String> left = ofTheConnection(passed.headers().getOrDefault("connection", List.of()));
      passed
          .headers()
          .forEach((name, values) -> {
            if (!left.contains(name) && !name.startsWith(":") && !values.isEmpty()) {
              // Jetty has a Date of its own, which this replaces.
              headers.put(name, values.getFirst());
              values.stream().skip(1).forEach(value -> headers.add(name, value));
            }
          });
      headers.add(HttpHeader.VIA, via);
      if (byPath) {
        // A browser takes it for one of this daemon's own pages.
        headers.put("Content-Security-Policy", "sandbox; default-src 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.remove(HttpHeader.SET_COOKIE);
      }
      if (!exchange.method().equals("HEAD")) {
        copy(body, exchange);
      }
    }
  }

  private static void copy(InputStream body, JettyExchange exchange) throws IOException {
    ByteBuffer buffer = exchange.bufferFor(body, BUFFER);
    while (Exchange.fill(buffer, body, BUFFER)) {
      exchange.write(buffer, false);
    }
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> left = ofTheConnection(request.getHeaders().getValuesList("Connection"));
    for (HttpField field : request.getHeaders()) {
      if (field.getValue() != null && !left.contains(field.getLowerCaseName())) {
        headers.merge(field.getName(), field.getValue(), (one, more) -> one + ", " + more);
      }
    }
    return headers;
  }

  /** Headers that speak of the connection alone, those that it names included. */
  private static Set<String> ofTheConnection(List<String> named) {
    return named.isEmpty()
        ? OF_THE_CONNECTION
        : Stream.concat(
                OF_THE_CONNECTION.stream(),
                named.stream()
                    .flatMap(value -> Stream.of(value.split(",", -1)))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT)))
            .collect(Collectors.toSet());
  }
}
