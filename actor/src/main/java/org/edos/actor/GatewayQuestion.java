package org.edos.actor;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.gateway.OriginAddress;

/**
 * What somebody asks of an origin through this machine.
 *
 * @param method GET or HEAD
 * @param address of the file
 * @param headers as they came, by name in any case; those of the connection itself are left out
 */
public record GatewayQuestion(String method, OriginAddress address, Map<String, String> headers) {
  /** Copies the headers. */
  public GatewayQuestion {
    TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /** The value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The file's place at its origin, for people: host and path. */
  String name() {
    return address.uri().getRawAuthority() + address.uri().getPath();
  }

  /** Whether the answer may be meant for the asker alone, and is then neither kept nor shared. */
  boolean personal() {
    return headers.containsKey("Authorization") || headers.containsKey("Cookie");
  }
}
