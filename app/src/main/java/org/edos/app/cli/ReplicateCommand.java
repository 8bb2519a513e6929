package org.edos.app.cli;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Replica;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos replicate}. */
@Command(
    name = "replicate",
    description = "Hold single units for others, drop them, or push them to peers (on a mirror).",
    footer = {
      "",
      "Examples:",
      "  edos replicate 'pkg:deb/debian/curl@8.6.0-3?arch=amd64'",
      "  edos replicate 'pkg:deb/debian/curl@8.6.0-3?arch=amd64' --to http://192.0.2.7:9977",
      "  edos replicate --drop 'edos:collection/debian/main@1'",
      "  edos replicate        (lists what was taken up)"
    })
final class ReplicateCommand extends Asking {
  private record Replicas(List<Replica> replicas) {}

  /** What a peer answered to an offer. */
  record Answer(URI address, Optional<PeerId> peer, String problem) {}

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The units, as 'edos query' writes them; collections with all below them.")
  private List<String> ids = List.of();

  @Option(
      names = "--drop",
      description =
          "Give the units up; a mirror of whole releases leaves them out from then on, until they"
              + " are replicated again.")
  private boolean drop;

  @Option(
      names = "--from",
      paramLabel = "PEER",
      description = "Fetch them from the daemon at this address and no other.")
  private @Nullable URI from;

  @Option(
      names = "--to",
      paramLabel = "PEER",
      split = ",",
      description =
          "Have these fetch the units, which are here, where their users let them: addresses of"
              + " daemons, names of members, mirrors or mirrors:N.")
  private List<String> to = List.of();

  @Override
  void check(Console console) {
    ids.forEach(UnitId::parse);
    boolean several = (drop && !to.isEmpty()) || (from != null && (drop || !to.isEmpty()));
    if (several || (ids.isEmpty() && (drop || from != null || !to.isEmpty()))) {
      throw EdosException.usage("name units, and one of --drop, --from and --to, or none of these");
    }
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    String path = ApiPath.of("replicas");
    if (ids.isEmpty()) {
      List<Replica> taken = List.of(daemon.read(path, Replica[].class));
      console.result(taken, () -> print(taken, console));
    } else if (!to.isEmpty()) {
      push(daemon, console);
    } else {
      Map<String, Object> request = new HashMap<>(Map.of("ids", ids, "drop", drop));
      Optional.ofNullable(from).ifPresent(peer -> request.put("from", peer));
      List<Replica> done;
      try (Console.ProgressView progress = console.progress("replicate")) {
        done = daemon.stream(path, request, progress::show, Replicas.class).replicas();
      }
      console.result(done, () -> print(done, console));
    }
  }

  private void push(DaemonClient daemon, Console console) {
    Answer[] answers =
        daemon.post(ApiPath.of("replicas") + "/push", Map.of("ids", ids, "to", to), Answer[].class);
    console.result(
        answers,
        () -> {
          for (Answer answer : answers) {
            console.line(
                answer.address()
                    + ": "
                    + (answer.peer().isPresent() ? "accepted" : answer.problem()));
          }
        });
    if (List.of(answers).stream().allMatch(answer -> answer.peer().isEmpty())) {
      throw EdosException.external("nobody accepted the offer");
    }
  }

  private static void print(List<Replica> replicas, Console console) {
    TextTable table = new TextTable(">FILES", ">SIZE", "UNIT");
    for (Replica replica : replicas) {
      table.row(
          Integer.toString(replica.contents()),
          ByteSize.text(replica.bytes()),
          replica.unit().toString());
    }
    if (table.isEmpty()) {
      console.line("No single unit was taken up here.");
    } else {
      console.table(table);
    }
  }
}
