package org.edos.app.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code edos rehearse}, for the launcher alone: two clients serve a repository made for it, the
 * second from what the first has. What the JVM learns of it, later daemons begin with.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Do a daemon's usual work, in a throw-away folder.")
public final class RehearseCommand implements Callable<Integer> {
  private static final int ROUNDS = 40;

  @Option(names = "--in", paramLabel = "DIR", description = "Where its folder is made.")
  private Path in = Path.of(System.getProperty("java.io.tmpdir"));

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory(in, "edos-rehearsal-");
    try (MadeRepository repository = new MadeRepository();
        Daemon first = client(folder.resolve("first"), List.of())) {
      serve(first, repository, ROUNDS);
      String near = "lan-peers=" + first.address();
      try (Daemon second = client(folder.resolve("second"), List.of(near))) {
        serve(second, repository, 1);
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  private static Daemon client(Path home, List<String> settings) {
    return Daemon.start(
        new Daemon.Start(
            ActorKind.CLIENT,
            home,
            0,
            List.of(),
            Stream.concat(Stream.of("lan=false"), settings.stream()).toList()));
  }

  private static void serve(Daemon daemon, MadeRepository repository, int rounds)
      throws IOException {
    URI address = daemon.address();
    try (Asker apt = new Asker(address)) {
      for (URI index : repository.indexes()) {
        apt.ask(List.of(index));
      }
      for (int round = 0; round < rounds; round++) {
        apt.ask(repository.packages());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
