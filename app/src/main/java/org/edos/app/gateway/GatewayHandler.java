package org.edos.app.gateway;

import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.Promise;
import org.edos.app.machine.RecentAsks;
import org.edos.app.rest.Access;
import org.edos.app.rest.Gate;
import org.edos.core.EdosException;
import org.edos.core.gateway.OriginAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all routes of the daemon and answers what is for an origin: absolute URIs of other
 * hosts, tunnels, and path style. Everything else goes on to the routes.
 */
final class GatewayHandler extends ConnectHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayHandler.class);
  private static final int HTTP = 80;
  private static final int TUNNEL_BUFFER = 32 * 1024;
  private static final Duration TUNNEL_IDLE = Duration.ofMinutes(2);

  /**
   * What the handler goes by.
   *
   * @param answers of the gateway
   * @param callers who may use it
   * @param gate keeps foreign names out
   * @param pseudonym of this daemon in Via headers
   * @param asks takes note of what package managers ask for
   * @param tunnels the one port that tunnels lead to
   */
  record Parts(
      Answers answers,
      Callers callers,
      Gate gate,
      String pseudonym,
      RecentAsks asks,
      int tunnels) {}

  private final Parts parts;
  private final OriginExchanges exchanges;

  GatewayHandler(Parts parts) {
    this.parts = parts;
    this.exchanges = new OriginExchanges(parts.answers(), parts.pseudonym());
    setIdleTimeout(TUNNEL_IDLE.toMillis());
    setBufferSize(TUNNEL_BUFFER);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    note(request);
    try {
      if (request.getMethod().equals("CONNECT")) {
        tunnel(request, response, callback);
        return true;
      }
      if (UsageAnswer.isAsked(request) && isServed(request)) {
        UsageAnswer.send(request, response, callback);
        return true;
      }
      Optional<OriginAddress> address = address(request);
      if (address.isEmpty()) {
        return super.handle(request, response, callback);
      }
      check(request, address.get().uri().getHost());
      if (isLoop(request)) {
        String message = "this request has come by here before; a proxy leads back to this daemon";
        PlainAnswer.send(508, message, request, response, callback);
      } else {
        lookAhead(request);
        exchanges.answer(address.get(), request, response, callback);
      }
    } catch (EdosException e) {
      PlainAnswer.send(e, request, response, callback);
    }
    return true;
  }

  private void note(Request request) {
    parts
        .asks()
        .note(
            request.getHeaders().get("User-Agent"),
            request.getConnectionMetaData().getRemoteSocketAddress(),
            request.getHttpURI().toString());
  }

  private Optional<OriginAddress> address(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof ProxyConnection proxy
        && proxy.absolute()
        && !isOwn(request)) {
      return Optional.of(Targets.proxied(proxy.target()));
    }
    HttpURI uri = request.getHttpURI();
    Optional<OriginAddress> address = Targets.byPath(uri.getPathQuery());
    if (address.isPresent()) {
      checkSite(request);
      parts
          .gate()
          .checkNames(
              request.getHeaders().get("Host"),
              request.getHeaders().get("Origin"),
              Access.OWN_NAME);
    }
    return address;
  }

  /** A browser says where a page's wish comes from, also where it sends no Origin. */
  private static void checkSite(Request request) {
    String site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null && !site.equals("none") && !site.equals("same-origin")) {
      throw EdosException.refused("this daemon takes no calls from pages of other sites");
    }
  }

  /** Whether an absolute URI is one of this daemon's own. */
  private boolean isOwn(Request request) {
    HttpURI uri = request.getHttpURI();
    int port = uri.getPort() < 0 ? HTTP : uri.getPort();
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return port == Request.getLocalPort(request)
        && (parts.gate().isOwn(host) || host.equals(Request.getLocalAddr(request)));
  }

  /** Whether this caller may use the gateway, and is to find it. */
  private boolean isServed(Request request) {
    try {
      ConnectionMetaData connection = request.getConnectionMetaData();
      parts
          .callers()
          .check(connection.getRemoteSocketAddress(), connection.getLocalSocketAddress());
      return true;
    } catch (EdosException e) {
      return false;
    }
  }

  private boolean isLoop(Request request) {
    return request.getHeaders().getCSV("Via", false).stream()
        .anyMatch(via -> via.endsWith(" " + parts.pseudonym()));
  }

  /** Refuses callers and destinations that the setting keeps out. */
  private void check(Request request, String host) {
    ConnectionMetaData connection = request.getConnectionMetaData();
    SocketAddress remote = connection.getRemoteSocketAddress();
    SocketAddress local = connection.getLocalSocketAddress();
    parts.callers().check(remote, local);
    parts.callers().checkDestination(remote, local, host);
  }

  private void lookAhead(Request request) {
    ConnectionMetaData connection = request.getConnectionMetaData();
    if (connection.getConnection() instanceof ProxyConnection proxy
        && proxy.getEndPoint() instanceof AheadEndPoint endPoint) {
      SocketAddress remote = connection.getRemoteSocketAddress();
      SocketAddress local = connection.getLocalSocketAddress();
      endPoint.watch(proxy.target(), target -> expect(target, remote, local));
    }
  }

  private void expect(String target, SocketAddress remote, SocketAddress local) {
    Thread.ofVirtual()
        .name("edos-ahead")
        .start(() -> {
          try {
            Optional<OriginAddress> address = Targets.ofLine(target);
            if (address.isPresent()) {
              parts.callers().checkDestination(remote, local, address.get().uri().getHost());
              parts.answers().expect(address.get());
            }
          } catch (EdosException e) {
            LOG.debug("{} is not looked ahead for: {}", target, e.getMessage());
          }
        });
  }

  private void tunnel(Request request, Response response, Callback callback) throws Exception {
    HostPort to = new HostPort(String.valueOf(request.getHttpURI().getAuthority()));
    check(request, to.getHost());
    if (to.getPort(HTTP) == parts.tunnels()) {
      super.handle(request, response, callback);
    } else {
      PlainAnswer.send(
          403, "tunnels lead to port " + parts.tunnels() + " alone", request, response, callback);
    }
  }

  /** Connects to the very address that this caller may be led to. */
  @Override
  protected void connectToServer(
      Request request, String host, int port, Promise<SocketChannel> promise) {
    ConnectionMetaData connection = request.getConnectionMetaData();
    try {
      String checked =
          parts
              .callers()
              .checkDestination(
                  connection.getRemoteSocketAddress(), connection.getLocalSocketAddress(), host);
      super.connectToServer(request, checked, port, promise);
    } catch (EdosException e) {
      promise.failed(e);
    }
  }

  @Override
  protected void onConnectFailure(
      Request request, Response response, Callback callback, Throwable failure) {
    LOG.debug("no tunnel to {}: {}", request.getHttpURI().getAuthority(), failure.toString());
    if (failure instanceof EdosException refusal) {
      PlainAnswer.send(refusal, request, response, callback);
      return;
    }
    String message = "cannot reach " + request.getHttpURI().getAuthority() + ": " + failure;
    PlainAnswer.send(502, message, request, response, callback);
  }
}
