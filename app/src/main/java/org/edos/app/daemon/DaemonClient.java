package org.edos.app.daemon;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.edos.actor.PeerEvent;
import org.edos.core.EdosException;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The daemon of a home, as commands speak with it: JSON over HTTP, with the token of {@code
 * daemon.json}. Failures that the daemon reports become the same failures here. Safe for use by
 * many threads.
 */
public final class DaemonClient {
  private static final JsonMapper JSON = PeerJson.mapper();
  private static final Duration TO_READ = Duration.ofMinutes(2);
  private static final Duration TO_CHANGE = Duration.ofHours(1);

  private final URI address;
  private final String token;
  private final String home;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Speaks with a daemon whose address and token are known; {@code home} is for messages. */
  public DaemonClient(URI address, String token, String home) {
    this.address = address;
    this.token = token;
    this.home = home;
  }

  /**
   * The daemon that runs in a home; where EDOS_TOKEN is set, called with that token, and at
   * EDOS_DAEMON where this is set, too.
   *
   * @throws EdosException (external) if none runs there; usage if EDOS_DAEMON is no address, or
   *     stands without EDOS_TOKEN
   */
  public static DaemonClient of(Path home, Map<String, String> environment) {
    String token = environment.getOrDefault("EDOS_TOKEN", "");
    String daemon = environment.getOrDefault("EDOS_DAEMON", "");
    if (token.isEmpty()) {
      if (!daemon.isEmpty()) {
        throw EdosException.usage(
            "EDOS_DAEMON is set and EDOS_TOKEN is not; set it to a token of that daemon ('edos"
                + " token create' there), or unset EDOS_DAEMON to ask the daemon of "
                + home);
      }
      return of(home);
    }
    URI address = daemon.isEmpty() ? DaemonFile.read(home).address() : address(daemon);
    return new DaemonClient(address, token, home.toString());
  }

  private static URI address(String text) {
    if (!text.matches("https?://[^/?#]+/?")) {
      throw EdosException.usage(
          "EDOS_DAEMON is an address as http://HOST:PORT, not '" + text + "'");
    }
    return URI.create(text);
  }

  /**
   * The daemon that runs in a home.
   *
   * @throws EdosException (external) if none does
   */
  public static DaemonClient of(Path home) {
    DaemonFile file = DaemonFile.read(home);
    return new DaemonClient(file.address(), file.token(), home.toString());
  }

  /** The daemon's address. */
  public URI address() {
    return address;
  }

  /** The answer to a GET, as a tree. */
  public JsonNode tree(String path) {
    return parse(send("GET", path, null));
  }

  /** The answer to a GET. */
  public <T> T read(String path, Class<T> type) {
    return value(tree(path), type);
  }

  /** The bytes that a GET answers with. */
  public byte[] bytes(String path) {
    return send("GET", path, null);
  }

  /** The answer to a POST. */
  public <T> T post(String path, Object body, Class<T> type) {
    return value(parse(send("POST", path, body)), type);
  }

  /** The answer to a DELETE, as a tree. */
  public JsonNode delete(String path) {
    return parse(send("DELETE", path, null));
  }

  /**
   * The result of a POST that takes long.
   *
   * @param progress told of each event on the way
   */
  public <T> T stream(String path, Object body, Consumer<PeerEvent> progress, Class<T> type) {
    return stream(request("POST", path, body), progress, type);
  }

  /**
   * The result of a GET that takes long.
   *
   * @param progress told of each event on the way
   */
  public <T> T stream(String path, Consumer<PeerEvent> progress, Class<T> type) {
    return stream(request("GET", path, null), progress, type);
  }

  private <T> T stream(HttpRequest.Builder asked, Consumer<PeerEvent> progress, Class<T> type) {
    HttpRequest request = asked.timeout(Duration.ofDays(1)).build();
    try (InputStream lines = open(request);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = JSON.readTree(line);
        if (node.has("event")) {
          progress.accept(value(node.get("event"), PeerEvent.class));
        } else if (node.has("result")) {
          return value(node.get("result"), type);
        } else {
          throw failure(node, 500);
        }
      }
      throw EdosException.external(
          "the daemon at " + address + " broke off; see its log in " + home);
    } catch (IOException | JacksonException e) {
      throw EdosException.external("the daemon at " + address + " broke off: " + e.getMessage(), e);
    }
  }

  /** Opens the stream that a GET answers with; the caller closes it. */
  public InputStream open(String path, String accept) {
    return open(request("GET", path, null).header("Accept", accept).build());
  }

  private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    return HttpRequest.newBuilder(address.resolve(path))
        .method(method, publisher)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private byte[] send(String method, String path, @Nullable Object body) {
    Duration limit = method.equals("GET") ? TO_READ : TO_CHANGE;
    try (InputStream in = open(request(method, path, body).timeout(limit).build())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw EdosException.external("the daemon at " + address + " broke off: " + e.getMessage(), e);
    }
  }

  private InputStream open(HttpRequest request) {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() >= 300) {
        try (InputStream in = response.body()) {
          throw failure(tolerant(in.readNBytes(1 << 20)), response.statusCode());
        }
      }
      return response.body();
    } catch (HttpConnectTimeoutException e) {
      throw silent(e);
    } catch (HttpTimeoutException e) {
      throw EdosException.external(
          "the daemon at "
              + address
              + " is still at work on this after "
              + request.timeout().map(Duration::toMinutes).orElse(0L)
              + " minutes and goes on; see its log in "
              + home
              + ", and on a publisher 'edos audit', before trying again",
          e);
    } catch (IOException e) {
      throw silent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted", e);
    }
  }

  private EdosException silent(IOException cause) {
    return EdosException.external(
        "the daemon of "
            + home
            + " does not answer at "
            + address
            + "; start it again (edos publisher|mirror|client)",
        cause);
  }

  private static JsonNode tolerant(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  /** The failure that a daemon told. */
  public static EdosException failure(JsonNode body, int status) {
    String message =
        body.path("message").asString("the daemon answered with HTTP status " + status);
    String category =
        body.path("error").asString("EXTERNAL").toUpperCase(Locale.ROOT).replace(' ', '_');
    for (EdosException.Category known : EdosException.Category.values()) {
      if (known.name().equals(category)) {
        return EdosException.of(known, message);
      }
    }
    return EdosException.external(message);
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(new ByteArrayInputStream(body));
    } catch (JacksonException e) {
      throw EdosException.external("the daemon sent no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static <T> T value(JsonNode node, Class<T> type) {
    try {
      return JSON.treeToValue(node, type);
    } catch (JacksonException e) {
      throw EdosException.external(
          "the daemon sent something else than expected: " + e.getOriginalMessage(), e);
    }
  }
}
