package org.edos.systemtest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The daemons of one story, all ended by closing this, whatever happened. Used by one thread. */
final class Neighbourhood implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final List<EdosDaemon> daemons = new ArrayList<>();

  Neighbourhood(Path folder) {
    this.folder = folder;
  }

  EdosDaemon publisher(String... options) {
    return start("publisher", "publisher", options);
  }

  EdosDaemon mirror(EdosDaemon followed, String... options) {
    return start("mirror", "mirror", with(options, "--join", followed.address().toString()));
  }

  EdosDaemon client(String name, EdosDaemon entry, String... options) {
    return start(name, "client", with(options, "--entry", entry.address().toString()));
  }

  /** Starts a daemon of that name. */
  EdosDaemon start(String name, String actor, String... options) {
    EdosDaemon daemon =
        EdosDaemon.start(
            folder,
            name,
            Stream.concat(Stream.of(actor), Arrays.stream(options)).toArray(String[]::new));
    daemons.add(daemon);
    return daemon;
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Arrays.stream(more), Arrays.stream(options)).toArray(String[]::new);
  }

  List<EdosDaemon> everyone() {
    return List.copyOf(daemons);
  }

  /** Waits until every daemon sees a release. */
  void seesEverywhere(String release) {
    for (EdosDaemon daemon : daemons) {
      await(daemon.name() + " sees " + release).until(() -> daemon.releases().contains(release));
    }
  }

  /** Waits for what may take a loaded machine some time. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions();
  }

  @Override
  public void close() {
    RuntimeException failed = null;
    Error wrong = null;
    for (EdosDaemon daemon : daemons.reversed()) {
      try {
        daemon.close();
      } catch (RuntimeException e) {
        failed = e;
      } catch (Error e) {
        wrong = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
    if (wrong != null) {
      throw wrong;
    }
  }
}
