package org.edos.app.cli;

import java.util.List;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos setup}. */
@Command(
    name = "setup",
    description =
        "Print what makes apt or dnf install from this daemon; it changes nothing itself.",
    subcommands = {SetupCommands.Apt.class, SetupCommands.Dnf.class},
    footer = {"", "Examples:", "  edos setup apt debian", "  edos setup apt debian | sudo sh"})
final class SetupCommands extends CommandGroup {
  private static final String RELEASE =
      "NAME for always its newest version, or NAME@VERSION for that one.";

  /**
   * What to do so that a package manager uses a release: lines for a shell, remarks as comments.
   */
  record Setup(String release, String address, List<String> lines) {}

  @Command(
      name = "apt",
      description = "Lines for a root shell that add the release to apt's sources.")
  static final class Apt extends Asking {
    @Parameters(paramLabel = "RELEASE", description = RELEASE)
    private String release = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      Composition composition = composition(daemon, release, PackageFormat.DEB, "edos setup dnf");
      String address = address(daemon, release);
      print(
          new Setup(
              composition.id().toString(), address, RepositorySetup.apt(composition, address)),
          console);
    }
  }

  @Command(
      name = "dnf",
      description = "Lines for a root shell that add the release to dnf's repositories.")
  static final class Dnf extends Asking {
    @Parameters(paramLabel = "RELEASE", description = RELEASE)
    private String release = "";

    @Override
    void ask(DaemonClient daemon, Console console) {
      Composition composition = composition(daemon, release, PackageFormat.RPM, "edos setup apt");
      String address = address(daemon, release);
      print(
          new Setup(
              composition.id().toString(), address, RepositorySetup.dnf(composition, address)),
          console);
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
