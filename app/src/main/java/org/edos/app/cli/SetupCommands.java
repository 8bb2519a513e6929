package org.edos.app.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.machine.GatewaySetup;
import org.edos.app.machine.RepositorySetup;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos setup}. */
@Command(
    name = "setup",
    description = "Have apt or dnf install through this daemon, or print what makes them.",
    subcommands = {SetupCommands.Apt.class, SetupCommands.Dnf.class},
    footer = {
      "",
      "Examples:",
      "  edos setup apt",
      "  sudo edos setup apt --write --proxy http://127.0.0.1:9977",
      "  edos setup apt debian | sudo sh"
    })
final class SetupCommands extends CommandGroup {
  private static final String RELEASE =
      "NAME for always its newest version, or NAME@VERSION for that one.";

  /**
   * What to do so that a package manager uses a release: lines for a shell, remarks as comments.
   */
  record Setup(String release, String address, List<String> lines) {}

  /** How the gateway is set up, where no release is named. */
  abstract static class GatewayCommand extends HomeCommand {
    @Parameters(paramLabel = "RELEASE", arity = "0..1", description = RELEASE)
    private Optional<String> release = Optional.empty();

    @ArgGroup private Doing doing = new Doing();

    @Option(
        names = "--proxy",
        paramLabel = "URL",
        description = "The daemon to fetch through (default: the one of the home).")
    private Optional<URI> proxy = Optional.empty();

    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "The system to set up (default: ${DEFAULT-VALUE}).",
        defaultValue = "/")
    private Path root = Path.of("/");

    /** One of three. */
    static final class Doing {
      @SuppressWarnings(
          "UnusedVariable") // It is what is done where neither of the others is asked.
      @Option(names = "--print", description = "Print lines for a root shell (the default).")
      private boolean print;

      @Option(names = "--write", description = "Write the files.")
      private boolean write;

      @Option(names = "--undo", description = "Take away what was written.")
      private boolean undo;
    }

    /** Prints how to use a release. */
    abstract Setup release(DaemonClient daemon, String name);

    /** Lines for a root shell. */
    abstract List<String> lines(String address);

    /** Writes the files and returns them. */
    abstract List<Path> write(GatewaySetup setup, String address);

    /** Takes them away and returns those there were. */
    abstract List<Path> undo(GatewaySetup setup);

    @Override
    public Integer call() {
      Console console = console();
      if (release.isPresent()) {
        print(release(DaemonClient.of(home(), System.getenv()), release.get()), console);
      } else if (doing.undo) {
        tell("removed or restored", undo(new GatewaySetup(root)), console);
      } else if (doing.write) {
        tell("wrote", write(new GatewaySetup(root), address()), console);
      } else {
        String address = address();
        print(new Setup("", address, lines(address)), console);
      }
      return ExitCode.DONE.number();
    }

    private String address() {
      return GatewaySetup.proxy(proxy.orElseGet(() -> DaemonClient.of(home()).address()));
    }

    private static void tell(String what, List<Path> files, Console console) {
      List<String> names = files.stream().map(Path::toString).toList();
      console.result(
          Map.of("files", names),
          () -> {
            names.forEach(name -> console.line(what + " " + name));
            if (names.isEmpty()) {
              console.line("nothing to do");
            }
          });
    }
  }

  @Command(
      name = "apt",
      description = {
        "Have apt fetch through this daemon, whatever repositories it uses; or, with a release,"
            + " print lines for a root shell that add it to apt's sources.",
        "While the daemon is down apt fetches directly."
      })
  static final class Apt extends GatewayCommand {
    @Option(
        names = "--plain",
        description = "Name the proxy outright, without the program that looks whether it is up.")
    private boolean plain;

    @Override
    Setup release(DaemonClient daemon, String name) {
      Composition composition = composition(daemon, name, PackageFormat.DEB, "edos setup dnf");
      String address = SetupCommands.address(daemon, name);
      return new Setup(
          composition.id().toString(), address, RepositorySetup.apt(composition, address));
    }

    @Override
    List<String> lines(String address) {
      return GatewaySetup.aptLines(address, plain);
    }

    @Override
    List<Path> write(GatewaySetup setup, String address) {
      return setup.writeApt(address, plain);
    }

    @Override
    List<Path> undo(GatewaySetup setup) {
      return setup.undoApt();
    }
  }

  @Command(
      name = "dnf",
      description = {
        "Have dnf fetch through this daemon, whatever repositories it uses; or, with a release,"
            + " print lines for a root shell that add it to dnf's repositories.",
        "While the daemon is down dnf fetches nothing: it has no other way."
      })
  static final class Dnf extends GatewayCommand {
    @Override
    Setup release(DaemonClient daemon, String name) {
      Composition composition = composition(daemon, name, PackageFormat.RPM, "edos setup apt");
      String address = SetupCommands.address(daemon, name);
      return new Setup(
          composition.id().toString(), address, RepositorySetup.dnf(composition, address));
    }

    @Override
    List<String> lines(String address) {
      return GatewaySetup.dnfLines(address);
    }

    @Override
    List<Path> write(GatewaySetup setup, String address) {
      return setup.writeDnf(address);
    }

    @Override
    List<Path> undo(GatewaySetup setup) {
      return setup.undoDnf();
    }
  }

  private static Composition composition(
      DaemonClient daemon, String release, PackageFormat format, String otherwise) {
    Composition composition = Compositions.of(daemon, ReleaseNames.resolve(daemon, release));
    if (composition.format() != format) {
      throw EdosException.usage(
          composition.id()
              + " holds "
              + composition.format().type()
              + " packages; use: "
              + otherwise
              + " "
              + release);
    }
    return composition;
  }

  private static String address(DaemonClient daemon, String release) {
    return daemon.address().resolve("/repo/" + release + "/").toString();
  }

  private static void print(Setup setup, Console console) {
    console.result(setup, () -> setup.lines().forEach(console::line));
  }
}
