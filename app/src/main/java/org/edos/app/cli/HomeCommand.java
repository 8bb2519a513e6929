package org.edos.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the daemon of a home, whether it runs or not. */
abstract class HomeCommand implements Callable<Integer> {
  @Mixin private HomeOption home;
  @Mixin private HelpOption help;

  @Option(names = "--json", description = "Print the result as one JSON document.")
  private boolean json;

  @Spec private CommandSpec spec;

  final Path home() {
    return home.folder();
  }

  final Console console() {
    return new Console(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        json,
        Terminal.width(System.getenv()));
  }
}
