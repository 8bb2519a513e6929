package org.edos.app.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.edos.core.EdosException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where failures become messages on stderr and exit codes. */
final class Reporting implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final boolean traces;

  Reporting(Map<String, String> environment) {
    this.traces = !environment.getOrDefault("EDOS_DEBUG", "").isEmpty();
  }

  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("edos: " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    ExitCode code = ExitCode.FAILED;
    if (problem instanceof EdosException known) {
      code = ExitCode.of(known.category());
      err.println("edos: " + printable(String.valueOf(known.getMessage())));
    } else {
      err.println(
          "edos: " + printable(problem.toString()) + " (a defect; EDOS_DEBUG=1 shows where)");
    }
    if (traces) {
      problem.printStackTrace(err);
    }
    err.flush();
    return code.number();
  }

  /**
   * Text that may come from other machines, without control characters that a terminal would obey.
   */
  static String printable(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || hidden(c)) ? c : '?')
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Characters that change the order or the look of the text around them. */
  private static boolean hidden(int c) {
    return Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.SURROGATE;
  }
}
