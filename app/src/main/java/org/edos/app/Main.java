package org.edos.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code edos}: one command, with a sub-command per thing a person can ask for. */
@Command(
    name = "edos",
    description = "Linux package repositories, delivered peer to peer.",
    mixinStandardHelpOptions = true,
    version = "edos 0.1.0",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
