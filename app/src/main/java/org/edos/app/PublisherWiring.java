package org.edos.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.physical.grid.GridNode;
import org.edos.physical.trust.TrustedRoots;
import org.edos.physical.trust.openpgp.BouncyCastleOpenPgp;
import org.edos.role.publish.HeadSigning;
import org.edos.role.publish.PublishConfig;

/** What a publisher's settings say of publishing. Immutable. */
final class PublisherWiring {
  private final Settings settings;
  private final Clock clock;

  PublisherWiring(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Checks the signatures of repositories that come from elsewhere.
   *
   * @throws EdosException (usage) if the file of keys cannot be read
   */
  RootSignatures roots() {
    Optional<String> file = settings.optional(Setting.TRUSTED_KEYS);
    if (file.isEmpty()) {
      return RootSignatures.unchecked();
    }
    try {
      return new TrustedRoots(
          new BouncyCastleOpenPgp(clock), Files.readAllBytes(Path.of(file.get())));
    } catch (IOException e) {
      throw new EdosException(
          EdosException.Category.USAGE,
          Setting.TRUSTED_KEYS.key() + ": cannot read " + file.get() + ": " + e.getMessage(),
          e);
    }
  }

  PublishConfig config() {
    return new PublishConfig(
        settings.time(Setting.VALIDITY),
        settings.time(Setting.WINDOW),
        settings.time(Setting.LINGER),
        settings.time(Setting.FEEDING),
        settings.text(Setting.STRATEGY),
        PublishConfig.DEFAULT.readers(),
        InstallabilityPolicy.parse(settings.text(Setting.INSTALLABILITY)));
  }

  HeadSigning.Config heads() {
    return HeadSigning.Config.valid(settings.time(Setting.HEAD_VALIDITY));
  }

  /** This node's address first, and then those of the others that are there. */
  static List<String> seeds(GridNode grid) {
    Set<String> seeds = new LinkedHashSet<>(List.of(grid.seed()));
    grid.nodes().stream()
        .filter(node -> node.online() && !node.address().isEmpty())
        .forEach(node -> seeds.add(node.address()));
    return List.copyOf(seeds);
  }
}
