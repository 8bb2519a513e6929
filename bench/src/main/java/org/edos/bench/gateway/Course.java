package org.edos.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edos.bench.Occasion;
import org.edos.bench.Running;
import org.edos.testkit.Conduct;
import org.edos.testkit.OriginServer;

/**
 * What all cases work with.
 *
 * @param occasion of the measurement
 * @param findings collects figures
 * @param made the repositories
 * @param origin serves them
 */
record Course(Occasion occasion, Findings findings, Repositories made, OriginServer origin) {
  /** The name of the origin asked without a proxy. */
  static final String ALONE = "origin alone";

  /** Starts a proxy with an empty cache. */
  Running start(Subject subject, String... settings) throws IOException, InterruptedException {
    return subject.start(occasion.checkout(), folder(), List.of(settings));
  }

  /** A new folder. */
  Path folder() throws IOException {
    return Files.createTempDirectory(occasion.scratch(), "run-");
  }

  /** The proxies that are here. */
  static List<Subject> subjects() {
    return Arrays.stream(Subject.values()).filter(Subject::present).toList();
  }

  /** A file of the origin. */
  URI at(String path) {
    return origin.address().resolve(path);
  }

  /** An updated apt. */
  Manager apt(Optional<URI> proxy) throws IOException {
    return Manager.apt(folder(), origin.address(), proxy, made.key());
  }

  /** A dnf. */
  Manager dnf(Optional<URI> proxy) throws IOException {
    return Manager.dnf(folder(), origin.address(), proxy, made.key());
  }

  /** Measures while the origin behaves so, and has it behave well afterwards. */
  void attempt(String what, Conduct conduct, Findings.Step step) throws InterruptedException {
    origin.behave(conduct);
    try {
      findings.attempt(what, step);
    } finally {
      origin.behave(Conduct.WELL);
    }
  }
}
