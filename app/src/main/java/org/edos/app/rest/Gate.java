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
final class Gate {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final String host;
  private final String addressHost;
  private final boolean loopback;
  private final byte[] tokenDigest;

  Gate(ServerConfig config) {
    this.host = config.host().toLowerCase(Locale.ROOT);
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
    String origin = ctx.header("Origin");
    if (origin != null && !isSame(origin, ctx.header("Host"))) {
      throw EdosException.refused("this daemon takes no calls from pages of other sites");
    }
    if (access == Access.ANYBODY) {
      return;
    }
    if (loopback && !isOwn(hostOf(ctx.header("Host")))) {
      throw EdosException.refused(
          "this daemon answers to its own names only; call http://" + host + ":" + ctx.port());
    }
    if (access == Access.TOKEN && !hasToken(ctx.header("Authorization"))) {
      throw new NoToken();
    }
  }

  private boolean isOwn(String name) {
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
