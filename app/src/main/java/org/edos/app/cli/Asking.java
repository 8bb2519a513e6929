package org.edos.app.cli;

import org.edos.app.daemon.DaemonClient;

/** A command that asks the daemon of a home. */
abstract class Asking extends HomeCommand {
  /** Does what the command is for. */
  abstract void ask(DaemonClient daemon, Console console);

  /** Refuses arguments that make no sense, before anybody is asked. */
  void check(Console console) {}

  @Override
  public final Integer call() {
    Console console = console();
    check(console);
    ask(DaemonClient.of(home(), System.getenv()), console);
    return ExitCode.DONE.number();
  }
}
