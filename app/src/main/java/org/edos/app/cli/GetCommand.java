package org.edos.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Got;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.unit.ByteSize;
import org.edos.core.unit.UnitId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code edos get}. */
@Command(
    name = "get",
    description =
        "Fetch units from whichever peers hold them, into this peer's store and, with --into, into"
            + " a folder.",
    footer = {
      "",
      "Example:",
      "  edos get 'pkg:deb/debian/curl@7.88.1-10?arch=amd64' --into ~/packages"
    })
final class GetCommand extends Asking {
  /** What came, with the files that were written. */
  record Fetched(
      List<Got.GotFile> files, long receivedBytes, List<String> problems, List<String> written) {}

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The units, as 'edos query' writes them.")
  private List<String> ids = List.of();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Write the files into this folder, too.")
  private @Nullable Path into;

  @Option(names = "--force", description = "Replace files in the folder that have other contents.")
  private boolean force;

  @Override
  void check(Console console) {
    ids.forEach(UnitId::parse);
  }

  @Override
  void ask(DaemonClient daemon, Console console) {
    Got got;
    try (Console.ProgressView progress = console.progress("get")) {
      got = daemon.stream(ApiPath.of("get"), Map.of("ids", ids), progress::show, Got.class);
    }
    List<String> written = write(daemon, got);
    Fetched fetched = new Fetched(got.files(), got.receivedBytes(), got.problems(), written);
    console.result(fetched, () -> print(fetched, console));
    got.problems().forEach(problem -> console.remark("edos: " + problem));
    if (!got.problems().isEmpty()) {
      throw EdosException.external(
          Amounts.count(got.problems().size(), "file")
              + " could not be fetched; 'edos locate ID' shows who holds one");
    }
  }

  private List<String> write(DaemonClient daemon, Got got) {
    Optional<FetchedFiles> folder =
        Optional.ofNullable(into).map(path -> new FetchedFiles(path, force));
    List<String> written = new ArrayList<>();
    folder.ifPresent(
        files -> got.files().forEach(file -> written.add(files.write(file, daemon).toString())));
    return written;
  }

  private void print(Fetched fetched, Console console) {
    TextTable table = new TextTable(">SIZE", "FILE");
    for (int i = 0; i < fetched.files().size(); i++) {
      Got.GotFile file = fetched.files().get(i);
      String place = fetched.written().isEmpty() ? file.fileName() : fetched.written().get(i);
      table.row(ByteSize.text(file.size()), place);
    }
    if (!table.isEmpty()) {
      console.table(table);
    }
    console.remark(
        "%s here, %s received"
            .formatted(
                Amounts.count(fetched.files().size(), "file"),
                ByteSize.text(fetched.receivedBytes())));
  }
}
