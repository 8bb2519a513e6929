package org.edos.app.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that are daemons: they run in the foreground until they are told to end. */
final class DaemonCommands {
  private DaemonCommands() {}

  /** Options that every daemon takes. */
  abstract static class Running implements Callable<Integer> {
    @Mixin private HomeOption home;
    @Mixin private HelpOption help;

    @Option(
        names = "--port",
        paramLabel = "N",
        defaultValue = "9977",
        description = "The one port that it listens on; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "A setting, laid over edos.toml in the home. May be given several times.")
    private List<String> settings = List.of();

    @Option(names = "--json", description = "Print one JSON line when ready.")
    private boolean json;

    @Spec private CommandSpec spec;

    abstract ActorKind kind();

    abstract Optional<URI> entry();

    @Override
    public Integer call() throws InterruptedException {
      CountDownLatch ended = new CountDownLatch(1);
      Daemon daemon = Daemon.start(new Daemon.Start(kind(), home.folder(), port, entry(), settings));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    daemon.close();
                    ended.countDown();
                  },
                  "edos-shutdown"));
      ready(daemon);
      ended.await();
      return 0;
    }

    private void ready(Daemon daemon) {
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        Map<String, Object> line =
            Map.of(
                "actor", kind().word(),
                "address", daemon.address().toString(),
                "home", home.folder().toString(),
                "pid", ProcessHandle.current().pid());
        out.println(new String(PeerJson.write(line), java.nio.charset.StandardCharsets.UTF_8));
      } else {
        out.println("The " + kind().word() + " is ready: " + daemon.address() + "/  (end it with Ctrl-C)");
      }
      out.flush();
    }
  }

  /** {@code edos publisher}. */
  @Command(
      name = "publisher",
      description = "Run a publisher: it publishes releases, feeds channels and runs flash crowds.")
  static final class PublisherCommand extends Running {
    @Override
    ActorKind kind() {
      return ActorKind.PUBLISHER;
    }

    @Override
    Optional<URI> entry() {
      return Optional.empty();
    }
  }

  /** {@code edos mirror}. */
  @Command(
      name = "mirror",
      description = "Run a mirror: it follows a publisher, answers queries and holds packages.")
  static final class MirrorCommand extends Running {
    @Option(
        names = "--join",
        paramLabel = "URL",
        description = "The publisher or mirror to follow, http://host:port; remembered in the home.")
    private @Nullable URI join;

    @Override
    ActorKind kind() {
      return ActorKind.MIRROR;
    }

    @Override
    Optional<URI> entry() {
      return Optional.ofNullable(join);
    }
  }

  /** {@code edos client}. */
  @Command(
      name = "client",
      description = "Run a client: it downloads, shares, and serves apt and dnf on this machine.")
  static final class ClientCommand extends Running {
    @Option(
        names = "--entry",
        paramLabel = "URL",
        description = "The mirror or publisher to ask, http://host:port; remembered in the home.")
    private @Nullable URI entry;

    @Override
    ActorKind kind() {
      return ActorKind.CLIENT;
    }

    @Override
    Optional<URI> entry() {
      return Optional.ofNullable(entry);
    }
  }
}
