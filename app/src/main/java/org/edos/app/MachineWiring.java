package org.edos.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.actor.WishParts;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.swarm.Wanted;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.channel.Hook;
import org.edos.physical.channel.program.ProgramHook;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.dpkg.DpkgStatus;
import org.edos.physical.installed.rpm.RpmDatabase;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.solver.Solver;
import org.edos.physical.solver.sat4j.Sat4jSolver;

/**
 * The part of {@link Wiring} about the machine that a daemon runs on, and its user. Used by one
 * thread.
 */
final class MachineWiring {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  private static final Duration HOOK_LIMIT = Duration.ofMinutes(10);

  private final Settings settings;
  private final Identity identity;

  MachineWiring(Settings settings, Identity identity) {
    this.settings = settings;
    this.identity = identity;
  }

  WishParts wishes() {
    Map<PackageFormat, InstalledPackages> installed = new EnumMap<>(PackageFormat.class);
    settings
        .optional(Setting.INSTALLED_ROOT)
        .map(Path::of)
        .ifPresent(root -> {
          installed.put(PackageFormat.DEB, new DpkgStatus(root));
          installed.put(PackageFormat.RPM, new RpmDatabase(root));
        });
    return new WishParts(
        installed,
        Wanted.parse(settings.text(Setting.WISH)),
        new WishList.Rates(
            settings.bytes(Setting.UPLOAD_LIMIT), settings.bytes(Setting.DOWNLOAD_LIMIT)),
        identity.acceptsPush());
  }

  /** A grid's node of this machine's size; one that others reach listens where the daemon does. */
  GridConfig grid(GridConfig config, URI address) {
    GridConfig sized = config.withRegionBytes(settings.bytes(Setting.GRID_MEMORY));
    if (config.tls().isEmpty()) {
      return sized;
    }
    int port = settings.number(Setting.GRID_PORT, 0, 65_534);
    String host = settings.host();
    String reached = WILDCARDS.contains(host) ? address.getHost() : host;
    return sized.at(reached, port, port == 0 ? 0 : port + 1);
  }

  Optional<Hook> hook() {
    return settings
        .optional(Setting.HOOK)
        .map(program -> new ProgramHook(Path.of(program), HOOK_LIMIT, PeerJson::write));
  }

  /** Finds what can be installed. */
  static Solver solver() {
    return new Sat4jSolver();
  }
}
