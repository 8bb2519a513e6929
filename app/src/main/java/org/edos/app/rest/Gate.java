package org.edos.app.rest;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.AccessTokens;
import org.edos.core.EdosException;
import org.edos.core.network.CallProof;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call in or refuses it. A daemon on a loopback address answers only to its own names, so
 * that no page of another site reaches it by pointing a host name of its own here (DNS rebinding),
 * and no call may come from a page of another origin.
 */
public final class Gate {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final int HTTP = 80;

  private final String host;
  private final int port;
  private final String addressHost;
  private final int addressPort;
  private final boolean loopback;
  private final Bearers bearers;

  /** Guards a daemon that serves like this, whose programs have no tokens. */
  public Gate(ServerConfig config) {
    this(config, Optional.empty());
  }

  /** Guards a daemon that serves like this, some programs of which may have tokens. */
  Gate(ServerConfig config, Optional<AccessTokens> tokens) {
    this.host = config.host().toLowerCase(Locale.ROOT);
    this.port = config.port();
    this.addressHost = String.valueOf(config.address().getHost()).toLowerCase(Locale.ROOT);
    this.addressPort = config.address().getPort() < 0 ? HTTP : config.address().getPort();
    this.loopback = LOOPBACK.contains(host) || host.startsWith("127.");
    this.bearers = new Bearers(config.token(), tokens);
  }

  /**
   * Does nothing if the call may go on.
   *
   * @throws NoToken if a token, or a signature, is needed and absent or wrong
   * @throws EdosException (refused) if the call comes under a foreign name or from a foreign page,
   *     or with a token that does not reach so far
   */
  void check(Context ctx, Route route) {
    checkNames(ctx.header("Host"), ctx.header("Origin"), route.access());
    if (route.access() == Access.TOKEN) {
      bearers.required(ctx).ifPresent(token -> route.within().check(token, ctx));
    }
    if (route.access() == Access.SIGNED && ctx.header(CallProof.PROOF_HEADER) == null) {
      bearers.required(ctx);
    }
  }

  /** Tells whose token a call carries. */
  Bearers bearers() {
    return bearers;
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
}
