package org.edos.app.cli;

import java.util.List;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedCompositionXml;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/** Release documents, as the daemon has checked and kept them. */
final class Compositions {
  private Compositions() {}

  /** A release's composition. */
  static Composition of(DaemonClient daemon, ReleaseId release) {
    byte[] signed = daemon.bytes(ApiPath.of("releases", release) + "/composition");
    return CompositionXml.read(SignedCompositionXml.read(signed).xml());
  }

  /** The distinct packages in it, in the order of their paths. */
  static List<UnitId> packages(Composition composition) {
    return composition.entries().stream()
        .map(Composition.Entry::unit)
        .filter(PackageId.class::isInstance)
        .distinct()
        .toList();
  }
}
