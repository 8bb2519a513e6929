package org.edos.app.rest;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where and how a daemon serves.
 *
 * @param host to bind to, a name or address
 * @param port to bind to; 0 for any free one
 * @param token that calls which change the daemon must carry
 * @param address of the daemon as others reach it; its host is one of the daemon's own names
 * @param publishFrom absolute folders whose contents programs with tokens may have published
 */
public record ServerConfig(
    String host, int port, String token, URI address, List<Path> publishFrom) {
  /** The default port. */
  public static final int PORT = 9977;

  /** Copies the list. */
  public ServerConfig {
    publishFrom = List.copyOf(publishFrom);
  }

  /** Programs publish from no folder. */
  public ServerConfig(String host, int port, String token, URI address) {
    this(host, port, token, address, List.of());
  }
}
