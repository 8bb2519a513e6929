package org.edos.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.query.Explanation;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.ByteSize;
import org.edos.physical.peer.PeerJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code edos query}. */
@Command(
    name = "query",
    description = {
      "Find packages and other units.",
      "",
      "Words search names, summaries and descriptions; FIELD:VALUE, SIZE<1MB, AND, OR, NOT and ( )"
          + " narrow it."
    },
    footer = {
      "",
      "Examples:",
      "  edos query web server",
      "  edos query 'name:apache* license:GPL-2.0 size<1MB'",
      "  edos query 'requires:libssl3 arch:amd64 NOT category:debug' --limit 50 --json",
      "  edos query --xpath '/package[category=\"web\" and size<1000000]/name' --sort -size",
      "  edos query section:web --xquery 'for $p in $documents/package return $p/name'"
    })
final class QueryCommand extends Asking {
  /** A unit that matches. */
  record Answer(
      String id,
      String name,
      String version,
      String architecture,
      String summary,
      long size,
      List<String> nodes) {}

  /** Whether the units are of one kind only. */
  enum Kind {
    PACKAGE,
    UTILITY,
    COLLECTION
  }

  private static final int ROWS_AT_ONCE = 50;

  @Parameters(
      arity = "1..*",
      paramLabel = "TEXT",
      description = "The query; several arguments are taken together.")
  private List<String> text = List.of();

  @Option(names = "--xpath", description = "The query is XPath, and so may say what to return.")
  private boolean xpath;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only units of this kind: package, utility or collection.")
  private @Nullable Kind kind;

  @Mixin private PageOptions page;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out so many answers first (default: ${DEFAULT-VALUE}).")
  private int offset;

  @Option(names = "--explain", description = "Show how the answers were found, and at what cost.")
  private boolean explain;

  @Option(names = "--ndjson", description = "Print answers as JSON lines, as they are found.")
  private boolean lines;

  @Option(
      names = "--xquery",
      paramLabel = "TEXT",
      description =
          "An XQuery 3.1 over the documents found, which are $documents; @FILE reads it from a"
              + " file.")
  private @Nullable String xquery;

  @Override
  void check(Console console) {
    page.check();
    if (offset < 0) {
      throw EdosException.usage("--offset is 0 or more, not " + offset);
    }
    if (xpath) {
      TreePattern.xpath(query());
    } else {
      TreePattern.parse(query());
    }
  }

  private String query() {
    return xpath ? String.join(" ", text) : joined(text);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    if (xquery != null) {
      evaluate(daemon, console, source(xquery));
    } else if (console.json() && !lines) {
      JsonNode page = daemon.tree(path());
      console.result(page, () -> {});
    } else {
      stream(daemon, console);
    }
  }

  private String path() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("q", query());
    parameters.put("language", xpath ? "xpath" : "simple");
    page.each((name, value) -> parameters.put(name, value.toString()));
    if (kind != null) {
      parameters.put("kind", kind.name().toLowerCase(Locale.ROOT));
    }
    if (offset > 0) {
      parameters.put("offset", Integer.toString(offset));
    }
    if (explain) {
      parameters.put("explain", "true");
    }
    return ApiPath.of("query")
        + parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + ApiPath.encode(one.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private void stream(DaemonClient daemon, Console console) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                daemon.open(path(), "application/x-ndjson"), StandardCharsets.UTF_8))) {
      List<Answer> rows = new ArrayList<>();
      JsonNode count = PeerJson.mapper().createObjectNode();
      long given = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode node = PeerJson.mapper().readTree(line);
        if (lines) {
          console.raw(line);
        }
        if (node.has("count")) {
          count = node.path("count");
        } else if (node.has("answer")) {
          given++;
          rows.add(DaemonValues.of(node.path("answer"), Answer.class));
          if (rows.size() == ROWS_AT_ONCE && !lines) {
            print(rows, given == rows.size(), console);
            rows.clear();
          }
        } else if (node.has("end")) {
          if (!lines) {
            print(rows, given == rows.size(), console);
          }
          finish(node.path("end"), count, given, console);
          return;
        } else {
          throw DaemonClient.failure(node, 500);
        }
      }
      throw EdosException.external("the daemon broke off its answers; ask again");
    } catch (IOException | JacksonException e) {
      throw EdosException.external("the daemon broke off its answers: " + e.getMessage(), e);
    }
  }

  private static void print(List<Answer> rows, boolean first, Console console) {
    if (rows.isEmpty()) {
      if (first) {
        console.line("No answers.");
      }
      return;
    }
    boolean nodes = rows.stream().anyMatch(row -> !row.nodes().isEmpty());
    TextTable table = nodes ? new TextTable("ID", "NODE") : new TextTable("ID", ">SIZE", "SUMMARY");
    for (Answer row : rows) {
      if (nodes) {
        row.nodes().forEach(node -> table.row(row.id(), node));
      } else {
        table.row(row.id(), ByteSize.text(row.size()), row.summary());
      }
    }
    console.table(table, first);
  }

  private void finish(JsonNode end, JsonNode count, long given, Console console) {
    if (explain && end.hasNonNull("explanation") && !lines) {
      ExplanationText.print(DaemonValues.of(end.path("explanation"), Explanation.class), console);
    }
    if (given > 0) {
      console.remark(
          String.format(
              Locale.ROOT,
              "%,d of %s%s in %.1f ms",
              given,
              count.path("exact").asBoolean(true) ? "" : "at most ",
              Amounts.count(count.path("units").asLong(0), "answer"),
              end.path("milliseconds").asDouble(0)));
    }
    String next = end.path("next").asString("");
    if (!next.isEmpty()) {
      console.remark("Go on: " + again(next));
    }
  }

  /** The command that gives the answers after these. */
  private String again(String next) {
    StringBuilder command = new StringBuilder("edos query ").append(quoted(query()));
    command.append(xpath ? " --xpath" : "");
    command.append(kind == null ? "" : " --kind " + kind.name().toLowerCase(Locale.ROOT));
    return command.append(page.written()).append(" --cursor ").append(next).toString();
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_.:,+/@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private static String source(String given) {
    if (!given.startsWith("@")) {
      return given;
    }
    try {
      return Files.readString(Path.of(given.substring(1)));
    } catch (IOException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "cannot read " + given.substring(1) + ": " + e, e);
    }
  }

  private void evaluate(DaemonClient daemon, Console console, String program) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("query", query());
    request.put("language", xpath ? "xpath" : "simple");
    request.put("xquery", program);
    JsonNode result = daemon.post(ApiPath.of("xquery"), request, JsonNode.class);
    console.result(
        result,
        () -> {
          result.path("items").forEach(item -> console.line(item.asString("")));
          console.remark(
              Amounts.count(result.path("items").size(), "item")
                  + " from "
                  + Amounts.count(result.path("documents").asLong(0), "document"));
        });
  }

  /**
   * One query of several arguments: the shell has taken the quotes of those that are phrases, so
   * they get them back.
   */
  static String joined(List<String> arguments) {
    if (arguments.size() == 1) {
      return arguments.getFirst();
    }
    return arguments.stream()
        .map(argument ->
            argument.matches("[^:<>=()\"]*\\s[^:<>=()\"]*") ? '"' + argument + '"' : argument)
        .collect(Collectors.joining(" "));
  }
}
