package org.edos.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/**
 * Runs the scripts in {@code src/test/resources/cli}: after a line {@code $ COMMAND} come the lines
 * of stdout with {@code |}, those of stderr with {@code !}, and the exit code with {@code =}.
 * {@code -Dedos.golden=write} rewrites them.
 */
class CliScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/cli");
  private static final boolean WRITE = "write".equals(System.getProperty("edos.golden"));
  private static final Pattern ARGUMENT = Pattern.compile("'[^']*'|\\S+");

  private record Step(String command, String expected) {}

  @TestFactory
  Stream<DynamicTest> theCommandLineAnswersAsWritten() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      return scripts.sorted().toList().stream().flatMap(CliScriptTest::tests);
    }
  }

  @Test
  void everyCommandHasItsHelpInTheScripts() throws IOException {
    List<String> commands = steps(SCRIPTS.resolve("help.txt")).stream().map(Step::command).toList();

    assertThat(commands)
        .containsAll(Program.names().stream().map(name -> "edos " + name + " --help").toList());
  }

  private static Stream<DynamicTest> tests(Path script) {
    try {
      List<Step> steps = steps(script);
      if (WRITE) {
        List<String> written = steps.stream().map(step -> run(step.command())).toList();
        Files.writeString(script, String.join("\n", written));
      }
      return steps(script).stream()
          .map(step ->
              DynamicTest.dynamicTest(
                  script.getFileName() + ": " + step.command(),
                  () -> assertThat(run(step.command())).isEqualTo(step.expected())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Step> steps(Path script) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : Files.readAllLines(script)) {
      if (line.startsWith("$ ") && !block.isEmpty()) {
        steps.add(step(block));
        block.clear();
      }
      if (!line.isEmpty()) {
        block.add(line);
      }
    }
    steps.add(step(block));
    return steps;
  }

  private static Step step(List<String> block) {
    return new Step(block.getFirst().substring(2), String.join("\n", block) + "\n");
  }

  private static String run(String command) {
    String[] arguments =
        ARGUMENT
            .matcher(command)
            .results()
            .map(found -> found.group().replace("'", ""))
            .skip(1)
            .toArray(String[]::new);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Program.commandLine(arguments);
    int exit =
        line.setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return "$ " + command + "\n" + marked("|", out) + marked("!", err) + "= " + exit + "\n";
  }

  private static String marked(String mark, StringWriter text) {
    return text.toString()
        .lines()
        .map(line -> (mark + " " + line).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
