package org.edos.app.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Pushed;
import org.edos.core.unit.UnitId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos push}. */
@Command(
    name = "push",
    description = "Have chosen peers fetch a release, or units of it (on a publisher).",
    footer = {
      "",
      "Examples:",
      "  edos push debian --to mirrors",
      "  edos push debian 'pkg:deb/debian/curl@8.6.0-3?arch=amd64' --to http://192.0.2.7:9977"
    })
final class PushCommand extends Asking {
  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "NAME or NAME@VERSION; the newest where no version is named.")
  private String release = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "Units of it; everything where none is named.")
  private List<String> ids = List.of();

  @Option(
      names = "--to",
      paramLabel = "PEER",
      required = true,
      split = ",",
      description = "Addresses of daemons, names of members, mirrors or mirrors:N.")
  private List<String> to = List.of();

  @Override
  void check(Console console) {
    ids.forEach(UnitId::parse);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    ReleaseId id = ReleaseNames.resolve(daemon, release);
    Map<String, Object> request = new HashMap<>(Map.of("to", to));
    if (!ids.isEmpty()) {
      request.put("ids", ids);
    }
    Pushed pushed = daemon.post(ApiPath.of("releases", id) + "/push", request, Pushed.class);
    console.result(
        pushed,
        () -> {
          for (Pushed.Answer answer : pushed.answers()) {
            console.line(
                answer.address()
                    + ": "
                    + (answer.peer().isPresent() ? "accepted" : answer.problem()));
          }
        });
    if (pushed.accepted().isEmpty()) {
      throw EdosException.external("nobody accepted the offer of " + id);
    }
  }
}
