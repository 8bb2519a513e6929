package org.edos.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code edos signature}. */
@Command(
    name = "signature",
    description = "Show a unit's attributes, by which 'edos lookup' finds it.",
    footer = {"", "Example:", "  edos signature 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'"})
final class SignatureCommand extends Asking {
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "ID", description = "The unit, as 'edos query' writes it.")
  private String id = "";

  @Override
  void check(Console console) {
    UnitId.parse(id);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    JsonNode told = daemon.tree(ApiPath.of("signature") + "?id=" + ApiPath.encode(id));
    console.result(told, () -> print(told.path("signature"), console));
  }

  private static void print(JsonNode signature, Console console) {
    TextTable table = new TextTable("KIND", "ATTRIBUTES");
    for (JsonNode kind : signature) {
      List<String> texts = new ArrayList<>();
      kind.path("attributes").forEach(text -> texts.add(text.asString("")));
      if (texts.isEmpty()) {
        texts.add(kind.path("known").asBoolean(false) ? "none" : "unknown");
      }
      for (int i = 0; i < Math.min(SHOWN, texts.size()); i++) {
        table.row(i == 0 ? kind.path("kind").asString("") : "", texts.get(i));
      }
      if (texts.size() > SHOWN) {
        table.row("", "and " + Amounts.count(texts.size() - SHOWN, "more attribute"));
      }
    }
    console.table(table);
  }
}
