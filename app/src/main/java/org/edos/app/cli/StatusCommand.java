package org.edos.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.edos.actor.PeerStatus;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.unit.ByteSize;
import picocli.CommandLine.Command;

/** {@code edos status}. */
@Command(
    name = "status",
    description = "Show how the daemon is doing.",
    footer = {"", "Example:", "  edos status --json"})
final class StatusCommand extends Asking {
  @Override
  void ask(DaemonClient daemon, Console console) {
    PeerStatus status = daemon.read(ApiPath.of("status"), PeerStatus.class);
    console.result(status, () -> print(status, console));
  }

  private static void print(PeerStatus status, Console console) {
    field(console, "Peer", status.actor() + " " + status.name() + " (" + status.peer() + ")");
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
  }

  private static void field(Console console, String label, String value) {
    console.line("%-15s%s".formatted(label + ":", value));
  }
}
