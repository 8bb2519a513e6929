package org.edos.core.swarm;

import java.net.URI;
import java.util.BitSet;
import java.util.List;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * One peer's part in a flash crowd: the swarms that bring what it wishes, and where the contents
 * are to be had when the swarms do not bring them.
 *
 * @param release the release
 * @param composition hash of the composition
 * @param strategy the name of the planning strategy
 * @param peer whose part it is
 * @param parts by ascending number of cluster
 * @param sources daemons that give the contents over HTTP, the best first
 */
public record Assignment(
    ReleaseId release,
    Sha256 composition,
    String strategy,
    PeerId peer,
    List<Part> parts,
    List<URI> sources) {
  /**
   * A swarm to join.
   *
   * @param cluster number of the cluster
   * @param selective whether to fetch only what is wished of its contents; otherwise all of them
   * @param first pieces of the cluster's torrent that this peer fetches before the others, so that
   *     the source sends each piece to one peer and all begin with something to exchange; treated
   *     as immutable
   */
  public record Part(int cluster, boolean selective, BitSet first) {}

  /** Copies the lists. */
  public Assignment {
    parts = List.copyOf(parts);
    sources = List.copyOf(sources);
  }
}
