package org.edos.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code edos password}. */
@Command(
    name = "password",
    description = "Say by what password you sign in to the daemon's pages.",
    subcommands = {PasswordCommands.SetOne.class, PasswordCommands.Remove.class},
    footer = {
      "",
      "Needed for other machines' browsers only, unless the setting web-open-here is false.",
      "Either command signs everybody out.",
      "",
      "Examples:",
      "  edos password set",
      "  pwgen 24 1 | tee password.txt | edos password set"
    })
final class PasswordCommands extends CommandGroup {
  private static final String PLACE = ApiPath.of("password");

  @Command(
      name = "set",
      description = {
        "Give the pages a password, of ten characters or more.",
        "",
        "It is asked for twice on a terminal, and is one line of standard input otherwise."
      })
  static final class SetOne extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      JsonNode answer = daemon.post(PLACE, Map.of("password", password()), JsonNode.class);
      console.result(
          answer, () -> console.line("Set the password; whoever was signed in is signed out."));
    }
  }

  @Command(name = "remove", description = "Take the password away; tokens still let people in.")
  static final class Remove extends Asking {
    @Override
    void ask(DaemonClient daemon, Console console) {
      console.result(
          daemon.delete(PLACE),
          () -> console.line("Removed the password; whoever was signed in is signed out."));
    }
  }

  private static String password() {
    java.io.Console terminal = Terminal.isStdin() ? System.console() : null;
    return terminal == null ? line() : typed(terminal);
  }

  private static String typed(java.io.Console terminal) {
    char[] once = Objects.requireNonNullElse(terminal.readPassword("New password: "), new char[0]);
    char[] again = Objects.requireNonNullElse(terminal.readPassword("Once more: "), new char[0]);
    try {
      if (!Arrays.equals(once, again)) {
        throw EdosException.usage("these were two different passwords; nothing has changed");
      }
      return new String(once);
    } finally {
      Arrays.fill(once, ' ');
      Arrays.fill(again, ' ');
    }
  }

  private static String line() {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      if (line == null) {
        throw EdosException.usage("the password is one line of standard input, and there is none");
      }
      return line;
    } catch (IOException e) {
      throw EdosException.external("cannot read the password: " + e.getMessage(), e);
    }
  }
}
