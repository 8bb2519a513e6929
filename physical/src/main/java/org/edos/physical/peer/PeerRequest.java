package org.edos.physical.peer;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call to a peer.
 *
 * @param method GET, POST or DELETE
 * @param uri what is called
 * @param headers besides those that every call has
 * @param body empty for none; treated as immutable
 * @param firstByte how long to wait for the answer to begin; empty for the client's default
 */
public record PeerRequest(
    String method,
    URI uri,
    Map<String, String> headers,
    byte[] body,
    Optional<Duration> firstByte) {
  /** Copies the headers. */
  public PeerRequest {
    headers = Map.copyOf(headers);
  }

  /** Asks. */
  public static PeerRequest get(URI uri) {
    return new PeerRequest("GET", uri, Map.of(), new byte[0], Optional.empty());
  }

  /** Tells, in JSON. */
  public static PeerRequest postJson(URI uri, Object value) {
    return post(uri, "application/json", PeerJson.write(value));
  }

  /** Tells. */
  public static PeerRequest post(URI uri, String type, byte[] body) {
    return new PeerRequest("POST", uri, Map.of("Content-Type", type), body, Optional.empty());
  }

  /** Takes away. */
  public static PeerRequest delete(URI uri) {
    return new PeerRequest("DELETE", uri, Map.of(), new byte[0], Optional.empty());
  }

  /** The same with one more header. */
  public PeerRequest with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new PeerRequest(method, uri, more, body, firstByte);
  }

  /** The same by the right of a daemon's token. */
  public PeerRequest withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /** The same, waiting so long for the answer to begin. */
  public PeerRequest within(Duration wait) {
    return new PeerRequest(method, uri, headers, body, Optional.of(wait));
  }
}
