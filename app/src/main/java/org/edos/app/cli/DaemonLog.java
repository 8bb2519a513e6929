package org.edos.app.cli;

import java.nio.file.Path;
import java.util.logging.LogManager;
import org.edos.app.daemon.Home;

/** Where a daemon writes down what it does: {@code edos.log} in its home, bounded in size. */
final class DaemonLog {
  private DaemonLog() {}

  /**
   * Sends the log of this process there. Takes effect only before anything is logged.
   *
   * @throws org.edos.core.EdosException (external) if the home cannot be made
   */
  static void open(Path home) {
    Home.make(home);
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "logback-daemon.xml");
    }
    System.setProperty("edos.log", home.toAbsolutePath().resolve("edos.log").toString());
    LogManager.getLogManager().reset();
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    root.setLevel(java.util.logging.Level.INFO);
    root.addHandler(new PlatformLogHandler());
  }
}
