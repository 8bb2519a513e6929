package org.edos.physical.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A question to a server.
 *
 * @param method GET or HEAD
 * @param uri what is asked for
 * @param headers to send, by name in any case; those of the connection itself are the adapter's
 * @param firstByte how long to wait for the answer to begin
 */
public record UpstreamRequest(
    String method, URI uri, Map<String, String> headers, Duration firstByte) {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** Copies the headers. */
  public UpstreamRequest {
    TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /** Gets a whole file. */
  public static UpstreamRequest get(URI uri) {
    return new UpstreamRequest("GET", uri, Map.of(), PATIENCE);
  }

  /** The same with one more header. */
  public UpstreamRequest with(String name, String value) {
    TreeMap<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new UpstreamRequest(method, uri, more, firstByte);
  }

  /** The same with other patience. */
  public UpstreamRequest within(Duration time) {
    return new UpstreamRequest(method, uri, headers, time);
  }
}
