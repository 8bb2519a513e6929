package org.edos.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.edos.app.machine.Examination;
import org.edos.core.EdosException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code edos doctor}. */
@Command(
    name = "doctor",
    description =
        "Check that the daemon and this machine are in order, and say what to do where they are"
            + " not.",
    footer = {
      "",
      "Exit code 1 where a check fails; warnings are none.",
      "",
      "Example:",
      "  edos doctor --json"
    })
final class DoctorCommand extends HomeCommand {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "The system whose apt and dnf are looked at (default: ${DEFAULT-VALUE}).",
      defaultValue = "/")
  private Path root = Path.of("/");

  @Override
  public Integer call() {
    Console console = console();
    List<Examination.Check> checks = new Examination(home(), root, System.getenv()).all();
    console.result(checks, () -> print(checks, console));
    long failed = checks.stream().filter(check -> check.state() == Examination.State.FAIL).count();
    if (failed > 0) {
      throw EdosException.external(Amounts.count(failed, "check") + " failed");
    }
    return ExitCode.DONE.number();
  }

  private static void print(List<Examination.Check> checks, Console console) {
    for (Examination.Check check : checks) {
      console.line(
          "%-5s %-14s%s"
              .formatted(
                  check.state().name().toLowerCase(Locale.ROOT), check.name(), check.finding()));
      if (!check.fix().isEmpty()) {
        console.line(" ".repeat(20) + check.fix());
      }
    }
  }
}
