package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.edos.app.cli.Program;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/distribution-api.md} names what there is, and leaves out no method of the seeds. */
class DistributionApiPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MEMBER =
      Pattern.compile("`((?:core|physical|role|actor)(?:\\.[A-Za-z0-9]+)+)(?:#([A-Za-z]+))?`");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+IT)#([A-Za-z]+)`");
  private static final Pattern ROUTE = Pattern.compile("(GET|POST|DELETE) `(/[^`]*)`");
  private static final Pattern COMMAND = Pattern.compile("`edos ([a-z ]+)`");

  /** A row of the tables: the method, and five cells. */
  private record Row(String method, List<String> cells) {
    Stream<MatchResult> all(Pattern pattern, int cell) {
      return pattern.matcher(cells.get(cell)).results();
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Pattern row = Pattern.compile("\\| `([A-Za-z ]+)` \\|(.*)\\|");
    for (String line : Files.readAllLines(ROOT.resolve("docs/distribution-api.md"))) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        String cells = matcher.group(2);
        rows.add(
            new Row(
                matcher.group(1),
                Arrays.stream(cells.split("\\|", -1)).map(String::strip).toList()));
      }
    }
    return rows;
  }

  @Test
  void everyMethodOfTheSeedsHasOneRowAndNoCellIsEmpty() throws IOException {
    List<String> methods =
        Files.readAllLines(Path.of("src/test/resources/distribution-api.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(rows()).extracting(Row::method).containsExactlyElementsOf(methods);
    assertThat(rows())
        .allSatisfy(row -> {
          assertThat(row.cells()).as(row.method()).hasSize(5).noneMatch(String::isEmpty);
          assertThat(row.all(TEST, 4)).as(row.method()).isNotEmpty();
        });
  }

  @Test
  void everyClassAndMethodOnThePageExists() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/distribution-api.md"));
    assertThat(MEMBER.matcher(page).results().toList())
        .isNotEmpty()
        .allSatisfy(member -> {
          Class<?> type = type("org.edos." + member.group(1));
          String method = member.group(2);
          if (method != null) {
            assertThat(type.getMethods())
                .as("the public methods of %s", type)
                .extracting(Method::getName)
                .contains(method);
          }
        });
  }

  /** Classes within classes are written with a dot. */
  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name.replaceAll("([A-Z][A-Za-z0-9]*)\\.", "$1\\$"));
  }

  @Test
  void everyTestOnThePageExists() throws IOException {
    assertThat(rows().stream().flatMap(row -> row.all(TEST, 4)).toList())
        .isNotEmpty()
        .allSatisfy(test ->
            assertThat(
                    Class.forName("org.edos.systemtest." + test.group(1))
                        .getDeclaredMethod(test.group(2))
                        .isAnnotationPresent(Test.class))
                .isTrue());
  }

  /** The page of the HTTP interface is held to the routes themselves. */
  @Test
  void everyRouteOnThePageIsOneOfTheHttpInterface() throws IOException {
    String routes = Files.readString(ROOT.resolve("docs/http-api.md"));
    assertThat(rows().stream().flatMap(row -> row.all(ROUTE, 2)).toList())
        .isNotEmpty()
        .allSatisfy(route ->
            assertThat(routes)
                .containsPattern(
                    route.group(1) + "[A-Z, ]* `" + Pattern.quote(route.group(2)) + "[`?]"));
  }

  @Test
  void everyCommandOnThePageExists() throws IOException {
    assertThat(rows().stream().flatMap(row -> row.all(COMMAND, 3)).toList())
        .isNotEmpty()
        .allSatisfy(command -> {
          CommandLine line = Program.commandLine();
          for (String word : command.group(1).split(" ", -1)) {
            assertThat(line.getSubcommands()).as(command.group()).containsKey(word);
            line = line.getSubcommands().getOrDefault(word, line);
          }
        });
  }
}
