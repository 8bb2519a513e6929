package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.app.daemon.DaemonClient;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code docs/http-api.md} and the table of routes of a whole daemon, which is the same for every
 * actor, name the same calls, with the same rights.
 */
final class HttpApiPageTest {
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z, ]+) (`[^|]*) \\|.*");
  private static final Pattern PATH = Pattern.compile("`(/[^`?]*)[^`]*`");
  private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");

  @Test
  void thePageNamesEveryRoute(@TempDir Path folder) throws IOException {
    Path home = folder.resolve("client");
    try (Daemon daemon =
        Daemon.start(new Daemon.Start(ActorKind.CLIENT, home, 0, List.of(), List.of()))) {
      assertThat(daemon.address()).hasHost("127.0.0.1");
      assertThat(onPage()).isEqualTo(served(DaemonClient.of(home)));
    }
  }

  /** As the daemon itself tells it. */
  private static Set<String> served(DaemonClient daemon) {
    Set<String> calls = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path :
        daemon.tree("/api/v1/openapi.json").path("paths").properties()) {
      for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
        calls.add(
            call.getKey().toUpperCase(Locale.ROOT)
                + " "
                + upper(path.getKey())
                + token(call.getValue().has("security")));
      }
    }
    return calls;
  }

  private static String upper(String path) {
    return PART.matcher(path).replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT));
  }

  private static String token(boolean needed) {
    return needed ? " T" : "";
  }

  private static Set<String> onPage() throws IOException {
    Set<String> calls = new TreeSet<>();
    for (String line : Files.readAllLines(TestData.root().resolveSibling("docs/http-api.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
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
