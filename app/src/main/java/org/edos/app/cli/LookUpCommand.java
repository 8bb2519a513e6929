package org.edos.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.attribute.Template;
import org.edos.core.query.Cursor;
import org.edos.core.query.SortOrder;
import org.edos.core.unit.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code edos lookup}. */
@Command(
    name = "lookup",
    description = {
      "Find units by a directory of attributes that theirs may stand in for.",
      "",
      "Each argument is a line KIND: EXPRESSION with and, or, not and ( ); kinds are localisation,"
          + " type, version, compatibility, license, description, functionality, requirement,"
          + " conflict and member."
    },
    footer = {
      "",
      "Examples:",
      "  edos lookup 'license: GPL-3.0-only and not =AGPL-3.0-only' 'type: application/web'",
      "  edos lookup 'functionality: mail-transport-agent and not postfix'",
      "  edos lookup 'name: curl' 'version: >= 7.88' --json"
    })
final class LookUpCommand extends Asking {
  /** A unit that matches. */
  record Found(String id, String summary, long size) {}

  @Parameters(
      arity = "1..*",
      paramLabel = "DIRECTORY",
      description = "What to look for; units match all of the lines.")
  private List<String> lines = List.of();

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = "relevance",
      description =
          "relevance, name, version or size; with - before it the other way round (default:"
              + " ${DEFAULT-VALUE}).")
  private String sort = "relevance";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many units (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--cursor",
      paramLabel = "C",
      description = "Go on after the place that an earlier call named.")
  private @Nullable String cursor;

  @Override
  void check(Console console) {
    if (limit < 1 || limit > 10_000) {
      throw EdosException.usage(
          "--limit is 1 to 10000, not " + limit + "; --cursor goes on from there");
    }
    SortOrder.parse(sort);
    if (cursor != null) {
      Cursor.parse(cursor);
    }
    Template.parse(directory());
  }

  private String directory() {
    return String.join("\n", lines);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("directory", directory());
    request.put("sort", sort);
    request.put("limit", limit);
    if (cursor != null) {
      request.put("cursor", cursor);
    }
    JsonNode page = daemon.post(ApiPath.of("lookup"), request, JsonNode.class);
    console.result(page, () -> print(page, console));
  }

  private void print(JsonNode page, Console console) {
    TextTable table = new TextTable("ID", ">SIZE", "SUMMARY");
    for (JsonNode node : page.path("answers")) {
      Found found = DaemonValues.of(node, Found.class);
      table.row(found.id(), ByteSize.text(found.size()), found.summary());
    }
    if (table.isEmpty()) {
      console.line("No unit matches.");
    } else {
      console.table(table);
    }
    console.remark(
        String.format(
            Locale.ROOT,
            "%,d of %s%s in %.1f ms",
            page.path("answers").size(),
            page.path("exact").asBoolean(true) ? "" : "at most ",
            Amounts.count(page.path("total").asLong(0), "unit"),
            page.path("milliseconds").asDouble(0)));
    String next = page.path("next").asString("");
    if (!next.isEmpty()) {
      console.remark("Go on: the same with --cursor " + next);
    }
  }
}
