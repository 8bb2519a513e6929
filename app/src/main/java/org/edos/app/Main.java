package org.edos.app;

import org.edos.app.cli.Program;

/** The program {@code edos}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Program.commandLine(args).execute(args));
  }
}
