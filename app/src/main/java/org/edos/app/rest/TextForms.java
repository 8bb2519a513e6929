package org.edos.app.rest;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.edos.core.channel.Grantee;
import org.edos.core.network.Scope;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/** What text the values are that are written as text. */
final class TextForms {
  private static final Map<Class<?>, Map<String, String>> FORMS =
      Map.of(
          Sha256.class, Map.of("pattern", "^[0-9a-f]{64}$"),
          UnitId.class,
              described("a Package URL, edos:utility/NAME@VERSION or edos:collection/..."),
          ReleaseId.class, described("NAME@VERSION"),
          PeerId.class, described("a peer's name in swarms"),
          RepositoryPath.class, described("a path within a repository, without / at its start"),
          Grantee.class, Map.of("pattern", "^(anybody|user:.+|group:.+)$"),
          Scope.class, Map.of("pattern", "^(read|administer|publish:.+|feed:.+)$"),
          URI.class, Map.of("format", "uri-reference"),
          Instant.class, Map.of("format", "date-time"),
          Duration.class, Map.of("format", "duration"));

  private TextForms() {}

  private static Map<String, String> described(String what) {
    return Map.of("description", what);
  }

  /** What its schema says besides being text. */
  static Optional<Map<String, String>> of(Class<?> type) {
    return FORMS.entrySet().stream()
        .filter(form -> form.getKey().isAssignableFrom(type))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
