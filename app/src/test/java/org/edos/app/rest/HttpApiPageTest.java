package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/http-api.md} and the table of routes name the same calls, with the same rights. */
final class HttpApiPageTest {
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z, ]+) (`[^|]*) \\|.*");
  private static final Pattern PATH = Pattern.compile("`(/[^`?]*)[^`]*`");
  private static final Pattern PART = Pattern.compile("[{<]([a-z]+)[}>]");

  @Test
  void thePageNamesEveryRoute(@TempDir Path folder) throws IOException {
    try (TestPublisher daemon = new TestPublisher(folder)) {
      Set<String> routes =
          daemon.server.routes().stream()
              .map(route ->
                  route.method()
                      + " "
                      + upper(route.path())
                      + token(route.access() == Access.TOKEN))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(onPage()).isEqualTo(routes);
    }
  }

  private static String upper(String path) {
    return PART.matcher(path).replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT));
  }

  private static String token(boolean needed) {
    return needed ? " T" : "";
  }

  /** The rows of the page, without those of the page for people and of the gateway. */
  private static Set<String> onPage() throws IOException {
    Set<String> calls = new TreeSet<>();
    for (String line : Files.readAllLines(TestData.root().resolveSibling("docs/http-api.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !line.contains("`/`") && !line.contains("`/api/v1/gateway`")) {
        String method = row.group(1).replace(", HEAD", "").strip();
        Matcher path = PATH.matcher(row.group(2));
        while (path.find()) {
          // The three ways to name a release are one route.
          String place = path.group(1).startsWith("/repo/") ? "/repo/PATH" : path.group(1);
          calls.add(method + " " + place + token(row.group(2).contains("**T")));
        }
      }
    }
    return calls;
  }
}
