package org.edos.app.gateway;

import io.javalin.config.JavalinConfig;
import java.util.List;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.edos.app.machine.RecentAsks;
import org.edos.app.rest.Gate;
import org.edos.app.rest.Route;
import org.edos.app.rest.Routes;
import org.edos.app.rest.ServerConfig;

/** The gateway's place on the daemon's one port: in front of all routes. */
public final class GatewayRoutes implements Routes {
  private static final int HTTPS = 443;

  private final Answers answers;
  private final Callers callers;
  private final ServerConfig config;
  private final String pseudonym;
  private final int tunnels;
  private final RecentAsks asks;

  /**
   * Makes the face.
   *
   * @param answers of the gateway
   * @param callers who may use it
   * @param config of the daemon
   * @param pseudonym by which this daemon knows its own requests when they come back to it
   * @param asks takes note of what package managers ask for
   */
  public GatewayRoutes(
      Answers answers, Callers callers, ServerConfig config, String pseudonym, RecentAsks asks) {
    this(answers, callers, config, pseudonym, asks, HTTPS);
  }

  GatewayRoutes(
      Answers answers,
      Callers callers,
      ServerConfig config,
      String pseudonym,
      RecentAsks asks,
      int tunnels) {
    this.answers = answers;
    this.callers = callers;
    this.config = config;
    this.pseudonym = pseudonym;
    this.asks = asks;
    this.tunnels = tunnels;
  }

  @Override
  public List<Route> routes() {
    return List.of();
  }

  @Override
  public void configure(JavalinConfig javalin) {
    GatewayHandler.Parts parts =
        new GatewayHandler.Parts(answers, callers, new Gate(config), pseudonym, asks, tunnels);
    javalin.jetty.modifyServer(server -> server.insertHandler(new GatewayHandler(parts)));
    javalin.jetty.modifyHttpConfiguration(GatewayRoutes::loosen);
    javalin.jetty.addConnector((server, http) -> new AheadConnector(server, http, config));
  }

  /** Addresses reach the gateway as they came, and a proxy leaves Host aside: RFC 9112, 3.2.2. */
  private static void loosen(HttpConfiguration http) {
    http.setUriCompliance(
        http.getUriCompliance()
            .with(
                "gateway",
                UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
    http.setHttpCompliance(
        http.getHttpCompliance().with("gateway", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
  }
}
