package org.edos.core.swarm;

import java.util.List;
import java.util.SortedSet;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * How a flash crowd is served: the clusters, each disseminated as one torrent.
 *
 * @param release the release
 * @param composition hash of the composition
 * @param strategy the name of the planning strategy
 * @param clusters numbered from 0
 */
public record ClusterPlan(
    ReleaseId release, Sha256 composition, String strategy, List<Cluster> clusters) {
  /**
   * Contents disseminated together, as one torrent.
   *
   * @param number from 0, in the plan's order
   * @param contents the largest first, those of one size by hash: equal contents are an equal
   *     torrent, of whatever release
   * @param bytes of all contents
   * @param members the peers that want any of them
   * @param selective whether each member fetches only what it wishes of the contents; otherwise
   *     each fetches all of them, wished for or not
   */
  public record Cluster(
      int number, List<Sha256> contents, long bytes, SortedSet<PeerId> members, boolean selective) {
    /** Copies the collections. */
    public Cluster {
      contents = List.copyOf(contents);
      members = PeerSet.copyOf(members);
    }
  }

  /** Copies the clusters. */
  public ClusterPlan {
    clusters = List.copyOf(clusters);
  }

  /** How many times a peer is a member of a cluster. */
  public long memberships() {
    return clusters.stream().mapToLong(cluster -> cluster.members().size()).sum();
  }

  /** The clusters that this peer is a member of. */
  public List<Cluster> of(PeerId peer) {
    return clusters.stream().filter(c -> c.members().contains(peer)).toList();
  }
}
