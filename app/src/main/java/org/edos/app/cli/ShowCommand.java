package org.edos.app.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.TreePattern;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code edos show}. */
@Command(
    name = "show",
    description = "Show what is known of a unit.",
    footer = {
      "",
      "Examples:",
      "  edos show 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'",
      "  edos show 'pkg:deb/debian/curl@7.88.1-10?arch=amd64' --results"
    })
final class ShowCommand extends Asking {
  @Parameters(paramLabel = "ID", description = "The unit, as 'edos query' writes it.")
  private String id = "";

  @Option(
      names = "--xml",
      description = "Print the metadata document, as it is signed unless with --results.")
  private boolean xml;

  @Option(
      names = "--xpath",
      paramLabel = "PATH",
      description = "Print what this XPath finds in the metadata document, a node a line.")
  private @Nullable String xpath;

  @Option(names = "--files", description = "List the files that it installs, too.")
  private boolean files;

  @Option(
      names = "--results",
      description = "Call the services that the document names, and show their answers, too.")
  private boolean results;

  @Option(names = "--calls", description = "Show the calls that stand in the document, unmade.")
  private boolean calls;

  @Override
  void check(Console console) {
    UnitId.parse(id);
    if (calls && results) {
      throw EdosException.usage("a document shows its calls or its results: leave out one option");
    }
    if (xpath != null) {
      TreePattern.xpath(xpath);
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    JsonNode unit =
        daemon.tree(
            ApiPath.of("units") + "?id=" + ApiPath.encode(id) + (results ? "&view=results" : ""));
    String document = unit.path("xml").asString("");
    if (xpath != null) {
      Document known = new Document(UnitId.parse(id), document.getBytes(StandardCharsets.UTF_8));
      TreePattern pattern = TreePattern.xpath(xpath);
      List<String> nodes = pattern.matches(known) ? pattern.answers(known) : List.of();
      console.result(nodes, () -> nodes.forEach(console::line));
      return;
    }
    console.result(unit, () -> print(document, console));
  }

  private void print(String document, Console console) {
    if (xml) {
      console.line(document.strip());
      return;
    }
    switch (MetadataXml.read(document.getBytes(StandardCharsets.UTF_8))) {
      case PackageMetadata p -> printPackage(p, console);
      case UtilityMetadata u -> {
        field(console, "Unit", u.id().toString());
        field(console, "Path", u.path().value());
        field(console, "Size", ByteSize.text(u.size()));
        field(console, "SHA-256", u.sha256().hex());
      }
      case CollectionMetadata c -> {
        field(console, "Unit", c.id().toString());
        c.members().forEach(member -> field(console, "Member", member.toString()));
      }
    }
    if (calls) {
      ActiveLines.calls(UnitId.parse(id), document).forEach(line -> print(line, console));
    }
    if (results) {
      ActiveLines.results(UnitId.parse(id), document).forEach(line -> print(line, console));
    }
  }

  private static void print(ActiveLines.Line line, Console console) {
    String label = line.label().isEmpty() ? "" : line.label() + ":";
    console.line("%-14s%s".formatted(label, line.value()));
  }

  private void printPackage(PackageMetadata unit, Console console) {
    field(console, "Unit", unit.id().toString());
    field(console, "Summary", unit.summary());
    field(console, "Category", unit.category());
    field(console, "License", unit.license());
    field(console, "Homepage", unit.homepage());
    field(console, "Maintainer", unit.maintainer());
    field(console, "Source", unit.source());
    field(console, "Built", unit.date().map(Amounts::moment).orElse(""));
    field(console, "Size", ByteSize.text(unit.size()));
    field(
        console, "Installed", unit.installedSize() == 0 ? "" : ByteSize.text(unit.installedSize()));
    field(console, "SHA-256", unit.sha256().hex());
    for (Relation.Kind kind : Relation.Kind.values()) {
      field(console, label(kind), stated(unit.relations(), kind));
    }
    field(
        console,
        "Files",
        files || unit.files().isEmpty() ? "" : unit.files().size() + " (--files lists them)");
    if (!unit.description().isBlank()) {
      console.line("");
      unit.description().lines().forEach(line -> console.line("  " + line));
    }
    if (files) {
      unit.files().forEach(console::line);
    }
  }

  private static String label(Relation.Kind kind) {
    String name = kind.element();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String stated(List<Relation> relations, Relation.Kind kind) {
    return relations.stream()
        .filter(relation -> relation.kind() == kind)
        .map(relation ->
            relation.alternatives().stream()
                .map(Relation.Capability::toString)
                .collect(Collectors.joining(" | ")))
        .collect(Collectors.joining(", "));
  }

  private static void field(Console console, String label, String value) {
    if (!value.isBlank()) {
      console.line("%-14s%s".formatted(label + ":", value));
    }
  }
}
