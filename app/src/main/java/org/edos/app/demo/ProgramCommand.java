package org.edos.app.demo;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this very program is started again in another process: the same Java, class path and engine
 * options.
 */
final class ProgramCommand {
  private static final List<String> DAEMON = List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx512m");
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmx256m");

  /** The command up to the program's own arguments. */
  List<String> command(String actor) {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElseGet(() -> System.getProperty("java.home") + "/bin/java"));
    command.addAll(actor.equals("client") ? SMALL : DAEMON);
    command.add("-XX:TieredStopAtLevel=1");
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    Optional<String> jar =
        Optional.of(System.getProperty("java.class.path"))
            .filter(path -> path.endsWith("edos.jar"));
    if (jar.isPresent()) {
      command.addAll(List.of("-jar", jar.get()));
    } else {
      // From class folders, as in tests: the options that the jar's manifest holds were given to
      // this process.
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(option ->
              option.startsWith("--add-opens") || option.startsWith("--enable-native-access"))
          .forEach(command::add);
      String main = System.getProperty("sun.java.command").split(" ", 2)[0];
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    }
    return command;
  }
}
