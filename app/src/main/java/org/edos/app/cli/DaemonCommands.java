package org.edos.app.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.app.daemon.Setting;
import org.edos.core.EdosException;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The commands that are daemons: they run in the foreground until they are told to end. */
final class DaemonCommands {
  private DaemonCommands() {}

  /** Adds the settings to the help of those commands that are daemons. */
  static void explainSettings(CommandLine root) {
    List<String> footer =
        new ArrayList<>(List.of("", "Settings, for --set and for edos.toml in the home:"));
    for (Setting setting : Setting.values()) {
      String standard = setting.standard().isEmpty() ? "" : " (" + setting.standard() + ")";
      footer.add("  %-20s%s%s".formatted(setting.key(), setting.help(), standard));
    }
    for (CommandLine command : root.getSubcommands().values()) {
      if (command.getCommand() instanceof Running running) {
        List<String> all = new ArrayList<>(List.of("", "Example:", "  " + running.example()));
        all.addAll(footer);
        command.getCommandSpec().usageMessage().footer(all.toArray(String[]::new));
      }
    }
  }

  /** Options that every daemon takes. */
  abstract static class Running implements Callable<Integer> {
    @Mixin private HomeOption home;
    @Mixin private HelpOption help;

    @Option(
        names = "--port",
        paramLabel = "N",
        defaultValue = "9977",
        description =
            "The one port that it listens on; 0 for any free one (default: ${DEFAULT-VALUE}).")
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

    abstract List<URI> entries();

    abstract String example();

    @Override
    public Integer call() throws InterruptedException {
      check();
      DaemonLog.open(home.folder());
      CountDownLatch ended = new CountDownLatch(1);
      Daemon daemon =
          Daemon.start(new Daemon.Start(kind(), home.folder(), port, entries(), settings));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    daemon.close();
                    ended.countDown();
                  },
                  "edos-shutdown"));
      ready(daemon);
      daemon.remark().ifPresent(spec.commandLine().getErr()::println);
      ended.await();
      return 0;
    }

    private void check() {
      if (port < 0 || port > 65535) {
        throw EdosException.usage("--port is 0 to 65535, not " + port);
      }
      entries().forEach(Running::checkEntry);
    }

    private static void checkEntry(URI entry) {
      boolean web = "http".equals(entry.getScheme()) || "https".equals(entry.getScheme());
      if (!web || entry.getHost() == null) {
        throw EdosException.usage("a peer's address is http://host:port, not '" + entry + "'");
      }
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
        out.println(new String(PeerJson.write(line), StandardCharsets.UTF_8));
      } else {
        out.println(
            "The " + kind().word() + " is ready: " + daemon.address() + "/  (end it with Ctrl-C)");
      }
      out.flush();
    }
  }

  /** {@code edos publisher}. */
  @Command(
      name = "publisher",
      subcommands = InviteCommand.class,
      description = "Run a publisher: it publishes releases, feeds channels and runs flash crowds.")
  static final class PublisherCommand extends Running {
    @Override
    ActorKind kind() {
      return ActorKind.PUBLISHER;
    }

    @Override
    String example() {
      return "edos publisher --port 9977 --set store-quota=200GB";
    }

    @Override
    List<URI> entries() {
      return List.of();
    }
  }

  /** {@code edos mirror}. */
  @Command(
      name = "mirror",
      description = "Run a mirror: it follows a publisher, answers queries and holds packages.")
  static final class MirrorCommand extends Running {
    @Option(
        names = "--join",
        paramLabel = "ADDRESS",
        description = {
          "What 'edos invite' printed on the publisher: become a member of its indexing network.",
          "Or a publisher's or mirror's http://host:port, to follow it from outside.",
          "Remembered in the home."
        })
    private @Nullable URI join;

    @Override
    ActorKind kind() {
      return ActorKind.MIRROR;
    }

    @Override
    String example() {
      return "edos mirror --home /var/lib/edos --join http://publisher.example:9977/#ID.SECRET";
    }

    @Override
    List<URI> entries() {
      return join == null ? List.of() : List.of(join);
    }
  }

  /** {@code edos client}. */
  @Command(
      name = "client",
      description = {
        "Run a client: it downloads, shares, and serves apt and dnf on this machine.",
        "Without --entry it is a gateway to the repositories that they use already."
      })
  static final class ClientCommand extends Running {
    @Option(
        names = "--entry",
        paramLabel = "URL",
        split = ",",
        description = {
          "The mirrors or publisher to ask, http://host:port, the preferred first; remembered in"
              + " the home.",
          "When one is away the next is asked, and the other mirrors of its network."
        })
    private List<URI> entries = List.of();

    @Override
    ActorKind kind() {
      return ActorKind.CLIENT;
    }

    @Override
    String example() {
      return "edos client --entry http://mirror.example:9977";
    }

    @Override
    List<URI> entries() {
      return entries;
    }
  }
}
