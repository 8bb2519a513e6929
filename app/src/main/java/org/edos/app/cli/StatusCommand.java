package org.edos.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.edos.actor.FreshnessReport;
import org.edos.actor.GatewayStatus;
import org.edos.actor.PeerStatus;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.gateway.Via;
import org.edos.core.network.Member;
import org.edos.core.network.MemberReport;
import org.edos.core.network.Standing;
import org.edos.core.swarm.Arrival;
import org.edos.core.unit.ByteSize;
import org.edos.physical.peer.PeerJson;
import picocli.CommandLine.Command;
import tools.jackson.core.type.TypeReference;

/** {@code edos status}. */
@Command(
    name = "status",
    description = "Show how the daemon and its indexing network are doing.",
    footer = {"", "Example:", "  edos status --json"})
final class StatusCommand extends Asking {
  @Override
  void ask(DaemonClient daemon, Console console) {
    PeerStatus status = daemon.read(ApiPath.of("status"), PeerStatus.class);
    List<Standing> network = network(daemon);
    Map<String, Object> document =
        PeerJson.read(
            PeerJson.write(status), new TypeReference<LinkedHashMap<String, Object>>() {});
    document.put("network", network);
    GatewayStatus gateway = daemon.read(ApiPath.of("gateway"), GatewayStatus.class);
    document.put("gateway", gateway);
    FreshnessReport freshness = daemon.read(ApiPath.of("freshness"), FreshnessReport.class);
    document.put("freshness", freshness);
    console.result(
        document,
        () -> {
          print(status, console);
          printGateway(gateway, console);
          printNetwork(network, console);
          FreshnessText.print(freshness, Instant.now(), console);
        });
  }

  /** Nobody, where those who know are away. */
  private static List<Standing> network(DaemonClient daemon) {
    try {
      return Standing.of(List.of(daemon.read(ApiPath.of("network", "members"), Member[].class)));
    } catch (EdosException e) {
      return List.of();
    }
  }

  private static void printNetwork(List<Standing> network, Console console) {
    if (network.isEmpty()) {
      return;
    }
    console.line("");
    TextTable table =
        new TextTable("MEMBER", "ROLE", "STATE", ">RELEASES", ">UNITS", "INDEX", "REPORTED");
    for (Standing standing : network) {
      Member member = standing.member();
      Optional<MemberReport> report = member.report();
      table.row(
          member.name(),
          member.publisher() ? "publisher" : "mirror",
          member.online() ? "online" : "away",
          report.map(said -> Integer.toString(said.releases())).orElse("-"),
          report.map(said -> Long.toString(said.units())).orElse("-"),
          index(standing),
          report
              .map(said -> Amounts.time(Duration.between(said.at(), Instant.now())) + " ago")
              .orElse("never"));
    }
    console.table(table);
  }

  private static String index(Standing standing) {
    if (standing.member().report().isEmpty()) {
      return "unknown";
    }
    if (standing.eventsBehind() > 0) {
      return Amounts.count(standing.eventsBehind(), "event") + " behind";
    }
    if (standing.consistent()) {
      return "consistent";
    }
    return standing.behind() > 0
        ? Amounts.count(standing.behind(), "number") + " behind"
        : "differs from the publisher's";
  }

  private static void print(PeerStatus status, Console console) {
    field(console, "Peer", status.actor() + " " + status.name() + " (" + status.peer() + ")");
    field(console, "Key", status.key());
    field(console, "Address", status.address() + "/");
    field(console, "Running", Amounts.time(Duration.between(status.started(), Instant.now())));
    field(
        console,
        "Publisher key",
        status.publisherKey().isEmpty() ? "none met yet" : status.publisherKey());
    String entries =
        status.entries().stream().map(Object::toString).collect(Collectors.joining(", "));
    field(console, "Asks", entries.isEmpty() ? "nobody" : entries);
    field(console, "Releases", Integer.toString(status.releases()));
    field(
        console,
        "Store",
        ByteSize.text(status.storedBytes()) + " of at most " + ByteSize.text(status.quotaBytes()));
    field(
        console,
        "Swarms",
        "%d now; %s received, %s sent since the start"
            .formatted(
                status.swarms(),
                ByteSize.text(status.downloadedBytes()),
                ByteSize.text(status.uploadedBytes())));
    if (!status.arrivals().isEmpty()) {
      Arrival last = status.arrivals().getLast();
      field(
          console,
          "Last arrival",
          last.release() + ", " + Amounts.time(last.time()) + " after its publication");
    }
  }

  private static void printGateway(GatewayStatus gateway, Console console) {
    if (!gateway.neighbours().isEmpty()) {
      field(
          console,
          "Neighbours",
          gateway.neighbours().stream()
              .map(one -> one.peer() + (one.sharing() ? "" : " (not sharing)"))
              .collect(Collectors.joining(", ")));
    }
    if (gateway.files() == 0) {
      field(console, "Gateway", "nothing given yet; see: edos setup apt, edos setup dnf");
      return;
    }
    field(
        console,
        "Gateway",
        "%s given, %s; %d%% not from the origin"
            .formatted(
                Amounts.count(gateway.files(), "file"),
                ByteSize.text(gateway.total()),
                gateway.spared() * 100 / Math.max(1, gateway.total())));
    for (Via via : Via.values()) {
      long bytes = gateway.bytes().getOrDefault(via, 0L);
      if (bytes > 0) {
        console.line(
            "%-15s  %-11s %s"
                .formatted("", via.name().toLowerCase(Locale.ROOT), ByteSize.text(bytes)));
      }
    }
    field(
        console,
        "Kept",
        "%s, %s, of %s"
            .formatted(
                Amounts.count(gateway.keptFiles(), "file"),
                ByteSize.text(gateway.keptBytes()),
                Amounts.count(gateway.repositories().size(), "snapshot")));
  }

  private static void field(Console console, String label, String value) {
    console.line("%-15s%s".formatted(label + ":", value));
  }
}
