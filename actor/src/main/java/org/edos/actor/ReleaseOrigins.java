package org.edos.actor;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * Where contents lie outside the network: at the origins that the compositions of accepted releases
 * name. A composition without an origin is read for this once. Safe for use by many threads.
 */
final class ReleaseOrigins {
  private static final int MOST = 3;

  private final KnownReleases releases;
  private final ReleaseTrees trees;
  private final Set<Sha256> without = ConcurrentHashMap.newKeySet();

  ReleaseOrigins(KnownReleases releases, ReleaseTrees trees) {
    this.releases = releases;
    this.trees = trees;
  }

  /** Addresses of a content, those of the newest release first; not more than a few. */
  List<URI> of(Sha256 content) {
    List<URI> found = new ArrayList<>();
    List<PublishedRelease> listed = releases.recentList().orElse(List.of());
    for (PublishedRelease release : listed.reversed()) {
      if (!without.contains(release.composition())) {
        look(release.id(), content, found);
      }
      if (found.size() == MOST) {
        return found;
      }
    }
    if (listed.isEmpty()) {
      releases.accepted().forEach(release -> look(release, content, found));
    }
    return found;
  }

  /** A release that is withdrawn meanwhile, or refused, has no origin for anybody. */
  private void look(ReleaseId release, Sha256 content, List<URI> found) {
    try {
      ReleaseTrees.Tree tree = trees.tree(release);
      if (tree.composition().origin().isEmpty()) {
        without.add(tree.digest());
      }
      tree.origin(content).filter(address -> !found.contains(address)).ifPresent(found::add);
    } catch (EdosException e) {
      System.getLogger(ReleaseOrigins.class.getName())
          .log(System.Logger.Level.DEBUG, "no origins of {0}: {1}", release, e.getMessage());
    }
  }
}
