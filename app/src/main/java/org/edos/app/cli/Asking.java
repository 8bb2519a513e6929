package org.edos.app.cli;

import java.util.concurrent.Callable;
import org.edos.app.daemon.DaemonClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the daemon of a home. */
abstract class Asking implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private HelpOption help;

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Does what the command is for. */
  abstract void ask(DaemonClient daemon, Console console);

  @Override
  public final Integer call() {
    check();
    ask(DaemonClient.of(home.folder()), console());
    return ExitCode.DONE.number();
  }

  /** Refuses arguments that make no sense, before anybody is asked. */
  void check() {}

  private Console console() {
    return new Console(
        spec.commandLine().getOut(), spec.commandLine().getErr(), json, Terminal.width(System.getenv()));
  }

  final boolean wantsJson() {
    return json;
  }
}
