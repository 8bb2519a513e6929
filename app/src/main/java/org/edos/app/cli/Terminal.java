package org.edos.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a person is looking, and how wide their terminal is. */
final class Terminal {
  private static final int NARROWEST = 80;
  private static final int USUAL = 100;
  private static final int WIDEST = 240;
  private static final Pattern DEVICE = Pattern.compile("/dev/(pts/|tty|console).*");
  private static final Pattern COLUMNS = Pattern.compile("[0-9]{1,4}");

  private Terminal() {}

  static boolean isStdin() {
    return isTerminal(0);
  }

  static boolean isStdout() {
    return isTerminal(1);
  }

  static boolean isStderr() {
    return isTerminal(2) && !"dumb".equals(System.getenv("TERM"));
  }

  /** Java tells only of stdin and stdout together; the kernel tells of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return DEVICE.matcher(device.toString()).matches();
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Columns for tables: those of the terminal where the shell exports them. */
  static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return COLUMNS.matcher(columns).matches()
        ? Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST)
        : USUAL;
  }

  /** Whether to colour what goes to stdout. */
  static boolean coloured(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"))
        && isStdout();
  }
}
