package org.edos.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.edos.actor.MissingPackage;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code edos missing}. */
@Command(
    name = "missing",
    description =
        "Show which packages this peer's store lacks, of some and of the smallest set of what they"
            + " need.",
    footer = {
      "",
      "What dpkg or rpm have installed does not count; 'edos wish RELEASE --needs' looks at that.",
      "",
      "Example:",
      "  edos missing 'pkg:deb/debian/curl@7.88.1-10?arch=amd64'"
    })
final class MissingCommand extends Asking {
  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The packages, as 'edos query' writes them.")
  private List<String> ids = List.of();

  @Override
  void check(Console console) {
    ids.forEach(UnitId::parse);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    List<MissingPackage> missing =
        Arrays.asList(
            daemon.post(ApiPath.of("missing"), Map.of("ids", ids), MissingPackage[].class));
    console.result(missing, () -> print(missing, console));
  }

  private static void print(List<MissingPackage> missing, Console console) {
    missing.forEach(one ->
        console.line(
            one.id() + "  " + ByteSize.text(one.size()) + (one.asked() ? "" : "  (needed)")));
    console.line(
        "%s missing, %s."
            .formatted(
                Amounts.count(missing.size(), "package"),
                ByteSize.text(missing.stream().mapToLong(MissingPackage::size).sum())));
  }
}
