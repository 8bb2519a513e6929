package org.edos.app.gateway;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import org.edos.app.machine.RecentAsks;
import org.edos.app.rest.ServerConfig;

/** The gateway's face on a loopback port, before a daemon that has one page. */
final class ServedGateway implements AutoCloseable {
  static final String PSEUDONYM = "edos-of-this-test";

  private final Javalin javalin;
  private final int port;

  ServedGateway(Answers answers, Callers callers) throws IOException {
    this(answers, callers, 443);
  }

  /** One whose tunnels lead to another port. */
  ServedGateway(Answers answers, Callers callers, int tunnels) throws IOException {
    this.port = freePort();
    ServerConfig config =
        new ServerConfig("127.0.0.1", port, "token", URI.create("http://127.0.0.1:" + port));
    GatewayRoutes gateway =
        new GatewayRoutes(
            answers, callers, config, PSEUDONYM, new RecentAsks(Clock.systemUTC()), tunnels);
    this.javalin =
        Javalin.create(javalinConfig -> {
          javalinConfig.startup.showJavalinBanner = false;
          javalinConfig.concurrency.useVirtualThreads = true;
          gateway.configure(javalinConfig);
          javalinConfig.routes.get("/", ctx -> ctx.result("the page of this peer"));
        });
    javalin.start("127.0.0.1", port);
  }

  int port() {
    return port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
