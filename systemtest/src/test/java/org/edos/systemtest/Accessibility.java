package org.edos.systemtest;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What axe-core finds wrong with a page, by the rules of WCAG 2.2, levels A and AA. */
final class Accessibility {
  private static final String AXE = script();
  private static final String RUN =
      """
      async () => JSON.stringify((await axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      })).violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 4).map(n => n.html + " " + n.failureSummary)})))
      """;

  private Accessibility() {}

  private static String script() {
    try (InputStream in = Accessibility.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe-core is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line for each rule that the page breaks, with the first places. */
  static List<String> violations(Page page) {
    page.evaluate(AXE);
    JsonNode found = new JsonMapper().readTree((String) page.evaluate(RUN));
    return StreamSupport.stream(found.spliterator(), false)
        .map(rule ->
            rule.path("id").asString()
                + ": "
                + rule.path("help").asString()
                + "\n    "
                + String.join(
                    "\n    ",
                    StreamSupport.stream(rule.path("nodes").spliterator(), false)
                        .map(node -> node.asString().replaceAll("\\s+", " "))
                        .toList()))
        .toList();
  }
}
