package org.edos.app.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;

/**
 * Releases as people name them: {@code NAME@VERSION}, or {@code NAME} for the newest of that name.
 */
final class ReleaseNames {
  private ReleaseNames() {}

  /** Every release that the daemon sees, the newest first. */
  static List<PublishedRelease> all(DaemonClient daemon) {
    return Arrays.stream(daemon.read(ApiPath.of("releases"), PublishedRelease[].class))
        .sorted(Comparator.comparingLong(PublishedRelease::number).reversed())
        .toList();
  }

  /**
   * The release that is meant.
   *
   * @throws EdosException (not found) if there is none of that name
   */
  static ReleaseId resolve(DaemonClient daemon, String text) {
    if (text.contains("@")) {
      return ReleaseId.parse(text);
    }
    return all(daemon).stream()
        .map(PublishedRelease::id)
        .filter(id -> id.name().equals(text))
        .findFirst()
        .orElseThrow(() -> missing(text));
  }

  static EdosException missing(String name) {
    return EdosException.notFound(
        "there is no release '" + name + "'; 'edos releases' lists those there are");
  }
}
