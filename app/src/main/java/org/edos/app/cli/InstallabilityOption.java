package org.edos.app.cli;

import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.InstallabilityPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to do if a change of a release makes packages uninstallable. */
final class InstallabilityOption {
  @Option(
      names = "--installability",
      paramLabel = "POLICY",
      description =
          "If packages become uninstallable: ignore, warn, or refuse; the publisher's setting"
              + " unless given.")
  private @Nullable String policy;

  /**
   * Does nothing if it makes sense, or is not given.
   *
   * @throws EdosException (usage) if not
   */
  void check() {
    Optional.ofNullable(policy).ifPresent(InstallabilityPolicy::parse);
  }

  /** Adds it to a request, where it is given. */
  void addTo(Map<String, Object> request) {
    Optional.ofNullable(policy).ifPresent(value -> request.put("installability", value));
  }
}
