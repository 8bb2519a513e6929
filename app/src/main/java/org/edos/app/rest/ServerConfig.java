package org.edos.app.rest;

import java.net.URI;

/**
 * Where and how a daemon serves.
 *
 * @param host to bind to, a name or address
 * @param port to bind to; 0 for any free one
 * @param token that calls which change the daemon must carry
 * @param address of the daemon as others reach it; its host is one of the daemon's own names
 * @param uploadLimit most bytes of contents a second, to all who ask together; 0 for no limit
 */
public record ServerConfig(String host, int port, String token, URI address, long uploadLimit) {
  /** The default port. */
  public static final int PORT = 9977;

  /** Serves contents as fast as it can. */
  public ServerConfig(String host, int port, String token, URI address) {
    this(host, port, token, address, 0);
  }
}
