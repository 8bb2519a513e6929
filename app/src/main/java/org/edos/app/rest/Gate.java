package org.edos.app.rest;

import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in or refuses it. The token is compared in constant time. A daemon on a loopback
 * address answers only to its own names, so that no page of another site reaches it by pointing a
 * host name of its own here (DNS rebinding), and no call may come from a page of another origin.
 */
public final class Gate {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final String host;
  private final int port;
  private final String addressHost;
  private final boolean loopback;
  private final byte[] tokenDigest;

  /** Guards a daemon that serves like this. */
  public Gate(ServerConfig config) {
    this.host = config.host().toLowerCase(Locale.ROOT);
    this.port = config.port();
    this.addressHost = String.valueOf(config.address().getHost()).toLowerCase(Locale.ROOT);
    this.loopback = LOOPBACK.contains(host) || host.startsWith("127.");
    this.tokenDigest = digest(config.token());
  }

  /**
   * Does nothing if the call may go on.
   *
   * @throws NoToken if a token is needed and absent or wrong
   * @throws EdosException (refused) if the call comes under a foreign name or from a foreign page
   */
  void check(Context ctx, Access access) {
    checkNames(ctx.header("Host"), ctx.header("Origin"), access);
    if (access == Access.TOKEN && !hasToken(ctx.header("Authorization"))) {
      throw new NoToken();
    }
  }

  /**
   * Does nothing if a call may come under this name and from this page.
   *
   * @param hostHeader the request's Host
   * @param origin the request's Origin
   * @throws EdosException (refused) if the name is foreign or the page is
   */
  public void checkNames(@Nullable String hostHeader, @Nullable String origin, Access access) {
    if (origin != null && !isSame(origin, hostHeader)) {
      throw EdosException.refused("this daemon takes no calls from pages of other sites");
    }
    if (access != Access.ANYBODY && loopback && !isOwn(hostOf(hostHeader))) {
      throw EdosException.refused(
          "this daemon answers to its own names only; call http://" + host + ":" + port);
    }
  }

  /** Whether a host's name or address is one of this daemon's own. */
  public boolean isOwn(String name) {
    return LOOPBACK.contains(name)
        || name.startsWith("127.") && name.matches("[0-9.]+")
        || name.equals(host)
        || name.equals(addressHost);
  }

  private static boolean isSame(String origin, @Nullable String hostHeader) {
    try {
      return String.valueOf(URI.create(origin).getRawAuthority())
          .equalsIgnoreCase(String.valueOf(hostHeader));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String hostOf(@Nullable String header) {
    String value = header == null ? "" : header.toLowerCase(Locale.ROOT);
    int colon = value.lastIndexOf(':');
    return colon > value.lastIndexOf(']') ? value.substring(0, colon) : value;
  }

  private boolean hasToken(@Nullable String authorization) {
    String value = authorization == null ? "" : authorization;
    return value.regionMatches(true, 0, "Bearer ", 0, 7)
        && MessageDigest.isEqual(tokenDigest, digest(value.substring(7).strip()));
  }

  private static byte[] digest(String text) {
    return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The call needs the token. */
  static final class NoToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoToken() {
      super(
          "this call needs the daemon's token: Authorization: Bearer TOKEN, with the token of"
              + " daemon.json in its home");
    }
  }
}
