package org.edos.app.cli;

import java.util.Locale;
import org.edos.core.query.Explanation;
import org.edos.core.unit.ByteSize;

/** How answers were found, for people. */
final class ExplanationText {
  private ExplanationText() {}

  static void print(Explanation explanation, Console console) {
    console.line("");
    TextTable terms = new TextTable(">ORDER", "TERM", ">LISTED", ">PARTS", "DECIDED BY");
    explanation
        .terms()
        .forEach(term ->
            terms.row(
                term.order() == 0 ? "-" : Integer.toString(term.order()),
                term.text(),
                String.format(Locale.ROOT, "%,d", term.documents()),
                Integer.toString(term.segments()),
                term.exact() ? "index" : "index, then documents"));
    console.table(terms);
    console.line(
        String.format(
            Locale.ROOT,
            "%,d candidates, %,d verified by their documents",
            explanation.candidates(),
            explanation.verified()));
    console.line("");
    TextTable phases = new TextTable("PHASE", ">BYTES", ">ROUND TRIPS", ">MILLISECONDS");
    phase(phases, "index", explanation.index());
    phase(phases, "retrieval", explanation.retrieval());
    console.table(phases);
    if (!explanation.nodes().isEmpty()) {
      console.line("");
      TextTable nodes = new TextTable("NODE", ">BLOCKS", ">BYTES");
      explanation
          .nodes()
          .forEach(node ->
              nodes.row(node.node(), Long.toString(node.blocks()), ByteSize.text(node.bytes())));
      console.table(nodes);
    }
  }

  private static void phase(TextTable table, String name, Explanation.Phase phase) {
    table.row(
        name,
        ByteSize.text(phase.bytes()),
        Long.toString(phase.roundTrips()),
        String.format(Locale.ROOT, "%.2f", phase.nanoseconds() / 1e6));
  }
}
