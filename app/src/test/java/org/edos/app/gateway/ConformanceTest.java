package org.edos.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.testkit.TestData;
import org.edos.testkit.conformance.Check;
import org.edos.testkit.conformance.ProxyOrigin;
import org.edos.testkit.conformance.Subject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway does all that is asked of a proxy. {@code docs/gateway.md} has the table, which
 * {@code -Dedos.golden=write} measures anew, with apt-cacher-ng, squid and nginx beside it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {
  private static final boolean WRITE = "write".equals(System.getProperty("edos.golden"));
  private static final Path PAGE = TestData.root().resolveSibling("docs/gateway.md");
  private static final String BEGIN = "<!-- conformance: begin -->\n";
  private static final String END = "<!-- conformance: end -->\n";

  private final ProxyOrigin origin = new ProxyOrigin();
  private final KnowingAnswers answers = new KnowingAnswers(origin);
  private ServedGateway gateway;

  @BeforeAll
  void start() throws IOException {
    gateway = new ServedGateway(answers, Callers.OWN);
  }

  @AfterAll
  void stop() {
    gateway.close();
    answers.close();
    origin.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCheckPasses() {
    Subject subject = new Subject(gateway.port(), origin);
    return Check.all().stream()
        .map(check ->
            DynamicTest.dynamicTest(
                check.group() + ": " + check.name(), () -> check.test().run(subject)));
  }

  @Test
  void theTableOfThePageHasEveryCheck(@TempDir Path folder) throws IOException {
    if (WRITE) {
      String page = Files.readString(PAGE);
      int begin = page.indexOf(BEGIN) + BEGIN.length();
      Files.writeString(
          PAGE, page.substring(0, begin) + table(folder) + page.substring(page.indexOf(END)));
    }
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
    List<String> rows = table.lines().skip(2).toList();
    assertThat(rows).hasSameSizeAs(Check.all());
    for (int i = 0; i < rows.size(); i++) {
      Check check = Check.all().get(i);
      assertThat(rows.get(i)).startsWith("| " + check.group() + " | " + check.name() + " | yes |");
    }
  }

  private String table(Path folder) throws IOException {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    subjects.put("Edos", new Subject(gateway.port(), origin));
    try (OtherProxy acng = OtherProxy.aptCacherNg(Files.createDirectory(folder.resolve("a")));
        OtherProxy squid = OtherProxy.squid(Files.createDirectory(folder.resolve("s")));
        OtherProxy nginx =
            OtherProxy.nginx(Files.createDirectory(folder.resolve("n")), origin.authority())) {
      subjects.put("apt-cacher-ng", new Subject(acng.port(), origin));
      subjects.put("squid", new Subject(squid.port(), origin));
      subjects.put("nginx", new Subject(nginx.port(), origin));
      List<String> lines = new ArrayList<>();
      lines.add("| | | " + String.join(" | ", subjects.keySet()) + " |");
      lines.add("|---|---|" + "---|".repeat(subjects.size()));
      for (Check check : Check.all()) {
        String cells =
            subjects.values().stream()
                .map(subject -> passes(check, subject) ? "yes" : "no")
                .collect(Collectors.joining(" | "));
        lines.add("| " + check.group() + " | " + check.name() + " | " + cells + " |");
      }
      return String.join("\n", lines) + "\n";
    }
  }

  private static boolean passes(Check check, Subject subject) {
    try {
      check.test().run(subject);
      return true;
    } catch (Exception | AssertionError e) {
      return false;
    }
  }
}
