package org.edos.app.daemon;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.actor.Peer;
import org.edos.app.Wiring;
import org.edos.app.gateway.Answers;
import org.edos.app.gateway.Callers;
import org.edos.app.gateway.GatewayMeters;
import org.edos.app.gateway.GatewayRoutes;
import org.edos.app.gateway.GatewayStatusRoutes;
import org.edos.app.gateway.HoldingsRoutes;
import org.edos.app.machine.RecentAsks;
import org.edos.app.rest.DaemonServer;
import org.edos.app.rest.ForwardingRoutes;
import org.edos.app.rest.PasswordRoutes;
import org.edos.app.rest.ServerConfig;
import org.edos.app.web.SiteParts;
import org.edos.app.web.Website;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;

/**
 * A running daemon: an actor with its mechanisms, and the HTTP server in front of it. It is ready
 * when {@link #start} has returned.
 */
public final class Daemon implements AutoCloseable {
  /**
   * What to start.
   *
   * @param kind which actor
   * @param home its folder
   * @param port to listen on; 0 for any free one
   * @param entries the peer that a mirror follows, perhaps with an invitation, or the peers that a
   *     client asks, the preferred first; empty for those that the home remembers
   * @param assignments {@code KEY=VALUE} settings, laid over the home's {@code edos.toml}
   */
  public record Start(
      ActorKind kind, Path home, int port, List<URI> entries, List<String> assignments) {}

  private final Home home;
  private final Wiring wiring;
  private final DaemonServer server;
  private final URI address;
  private final Optional<String> remark;

  private Daemon(
      Home home, Wiring wiring, DaemonServer server, URI address, Optional<String> remark) {
    this.home = home;
    this.wiring = wiring;
    this.server = server;
    this.address = address;
    this.remark = remark;
  }

  /**
   * Starts a daemon.
   *
   * @throws EdosException usage for wrong settings, a home or port in use, or a missing entry;
   *     external if something of the machine fails
   */
  public static Daemon start(Start start) {
    Home home = Home.open(start.home());
    try {
      Settings given = Settings.read(home.path("edos.toml"), start.assignments());
      Listening listening = Listening.of(given, start.port());
      Settings settings = given.with(Setting.HOST, listening.host());
      URI address = listening.address();
      List<URI> entries = Entry.remember(home, start.kind(), start.entries());
      String token = token();
      Wiring.Wired wired = Wiring.wire(start.kind(), home, settings, address, entries);
      try {
        ServerConfig config =
            new ServerConfig(
                listening.host(),
                listening.port(),
                token,
                address,
                settings.folders(Setting.PUBLISH_FROM));
        RecentAsks asks = new RecentAsks(Clock.systemUTC());
        GatewayRoutes gateway =
            new GatewayRoutes(
                Answers.of(wired.gateway()),
                Callers.of(settings.text(Setting.GATEWAY)),
                config,
                wired.pseudonym(),
                asks);
        DaemonServer server =
            serve(
                wired,
                config,
                gateway,
                site(wired, config, settings, home, asks),
                start.kind(),
                listening.local());
        return new Daemon(home, wired.wiring(), server, address, wired.remark());
      } catch (RuntimeException e) {
        wired.wiring().close();
        throw e;
      }
    } catch (RuntimeException e) {
      release(home);
      throw e;
    }
  }

  private static DaemonServer serve(
      Wiring.Wired wired,
      ServerConfig config,
      GatewayRoutes gateway,
      SiteParts site,
      ActorKind kind,
      URI local) {
    Peer peer = wired.peer();
    DaemonServer server =
        new DaemonServer(
            peer,
            config,
            wired.gateway()::arriving,
            Optional.of(wired.tokens()),
            List.of(
                new Website(site),
                new PasswordRoutes(wired.sessions()),
                new GatewayStatusRoutes(wired.gateway()),
                new HoldingsRoutes(wired.holders()),
                new ForwardingRoutes(wired.forwarding()),
                gateway));
    GatewayMeters.register(server.meters(), wired.gateway());
    try {
      server.start();
      new DaemonFile(kind.word(), local, config.token(), ProcessHandle.current().pid())
          .write(site.home());
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static SiteParts site(
      Wiring.Wired wired, ServerConfig config, Settings settings, Home home, RecentAsks asks) {
    return new SiteParts(
        wired.peer(),
        wired.gateway(),
        wired.holders(),
        wired.forwarding(),
        wired.tokens(),
        wired.sessions(),
        config,
        settings,
        home.folder(),
        asks,
        Clock.systemUTC());
  }

  private static String token() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void release(Home home) {
    try {
      home.close();
    } catch (IOException e) {
      throw EdosException.external("cannot release " + home.folder(), e);
    }
  }

  /** What its user should know; empty for nothing. */
  public Optional<String> remark() {
    return remark;
  }

  /** Where the daemon's web page is. */
  public URI address() {
    return address;
  }

  /** Stops listening, ends the actor's work, closes its mechanisms and gives the home free. */
  @Override
  public void close() {
    DaemonFile.remove(home.folder());
    try {
      server.close();
    } finally {
      wiring.close();
      release(home);
    }
  }

  /**
   * The peers that a mirror follows or a client asks, remembered in the home so that a restart
   * needs no option; an invitation is not, since it is used once.
   */
  static final class Entry {
    private static final String FILE = "entry";

    private Entry() {}

    static List<URI> remember(Home home, ActorKind kind, List<URI> given) {
      if (kind == ActorKind.PUBLISHER) {
        return List.of();
      }
      Path file = home.path(FILE);
      try {
        if (!given.isEmpty()) {
          String lines =
              given.stream()
                  .map(entry -> Invitation.plain(entry).toString())
                  .collect(Collectors.joining("\n"));
          Files.writeString(file, lines, StandardCharsets.UTF_8);
          return given;
        }
        return Files.exists(file)
            ? Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> URI.create(line.strip()))
                .toList()
            : List.of();
      } catch (IOException e) {
        throw EdosException.external(
            "cannot remember the entry in " + file + ": " + e.getMessage(), e);
      }
    }
  }
}
