package org.edos.app.rest;

import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.network.CallProof;
import org.edos.core.unit.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in or refuses it. The token is compared in constant time. A daemon on a loopback
 * address answers only to its own names, so that no page of another site reaches it by pointing a
 * host name of its own here (DNS rebinding), and no call may come from a page of another origin.
 */
public final class Gate {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final int HTTP = 80;

  private final String host;
  private final int port;
  private final String addressHost;
  private final int addressPort;
  private final boolean loopback;
  private final byte[] tokenDigest;

  /** Guards a daemon that serves like this. */
  public Gate(ServerConfig config) {
    this.host = config.host().toLowerCase(Locale.ROOT);
    this.port = config.port();
    this.addressHost = String.valueOf(config.address().getHost()).toLowerCase(Locale.ROOT);
    this.addressPort = config.address().getPort() < 0 ? HTTP : config.address().getPort();
    this.loopback = LOOPBACK.contains(host) || host.startsWith("127.");
    this.tokenDigest = digest(config.token());
  }

  /**
   * Does nothing if the call may go on.
   *
   * @throws NoToken if a token, or a signature, is needed and absent or wrong
   * @throws EdosException (refused) if the call comes under a foreign name or from a foreign page
   */
  void check(Context ctx, Access access) {
    checkNames(ctx.header("Host"), ctx.header("Origin"), access);
    if (access == Access.TOKEN && !hasToken(ctx.header("Authorization"))) {
      throw new NoToken();
    }
    if (access == Access.SIGNED && !isOwner(ctx) && ctx.header(CallProof.PROOF_HEADER) == null) {
      throw new NoToken();
    }
  }

  /**
   * Whether whoever runs this daemon makes a call, that is, somebody who has its token.
   *
   * @throws NoToken if the call carries another token
   */
  boolean isOwner(Context ctx) {
    String authorization = ctx.header("Authorization");
    if (authorization == null || !isToken(authorization)) {
      return false;
    }
    if (!hasToken(authorization)) {
      throw new NoToken();
    }
    return true;
  }

  /**
   * Whether a call names this very daemon. A loopback name means it only to callers of its own
   * machine.
   */
  boolean isCalledByOwnName(Context ctx) {
    String header = String.valueOf(ctx.header("Host"));
    String name = hostOf(header);
    boolean named =
        isLoopback(name)
            ? OwnCaller.is(ctx)
            : name.equals(host)
                || name.equals(addressHost)
                || name.equals(ctx.req().getLocalAddr());
    int called = portOf(header);
    return named && (called == ctx.req().getLocalPort() || called == addressPort);
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
    return isLoopback(name) || name.equals(host) || name.equals(addressHost);
  }

  private static boolean isLoopback(String name) {
    return LOOPBACK.contains(name) || name.matches("127\\.[0-9.]+");
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

  /** The port that a caller named; 80 where it named none. */
  private static int portOf(String header) {
    String port = header.substring(Math.min(header.length(), hostOf(header).length()));
    return port.matches(":[0-9]{1,5}") ? Integer.parseInt(port.substring(1)) : HTTP;
  }

  private static boolean isToken(String authorization) {
    return authorization.regionMatches(true, 0, "Bearer ", 0, 7);
  }

  private boolean hasToken(@Nullable String authorization) {
    String value = authorization == null ? "" : authorization;
    return isToken(value) && MessageDigest.isEqual(tokenDigest, digest(value.substring(7).strip()));
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
