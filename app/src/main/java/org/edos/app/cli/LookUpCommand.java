package org.edos.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.attribute.Template;
import org.edos.core.unit.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PageOptions page;

  @Override
  void check(Console console) {
    page.check();
    Template.parse(directory());
  }

  private String directory() {
    return String.join("\n", lines);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("directory", directory());
    page.each(request::put);
    JsonNode found = daemon.post(ApiPath.of("lookup"), request, JsonNode.class);
    console.result(found, () -> print(found, console));
  }

  private void print(JsonNode found, Console console) {
    TextTable table = new TextTable("ID", ">SIZE", "SUMMARY");
    for (JsonNode node : found.path("answers")) {
      Found unit = DaemonValues.of(node, Found.class);
      table.row(unit.id(), ByteSize.text(unit.size()), unit.summary());
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
            found.path("answers").size(),
            found.path("exact").asBoolean(true) ? "" : "at most ",
            Amounts.count(found.path("total").asLong(0), "unit"),
            found.path("milliseconds").asDouble(0)));
    String next = found.path("next").asString("");
    if (!next.isEmpty()) {
      console.remark("Go on: the same with --cursor " + next);
    }
  }
}
