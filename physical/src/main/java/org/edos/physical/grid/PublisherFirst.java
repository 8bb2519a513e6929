package org.edos.physical.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.ignite.cache.affinity.AffinityFunction;
import org.apache.ignite.cache.affinity.AffinityFunctionContext;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterNode;

/**
 * Lays every partition on the publisher's node first, and its copies on the mirrors' by rendezvous
 * (highest random weight, Thaler and Ravishankar 1996).
 *
 * <p>The one who writes is thereby the first to have each change, so that what any other node holds
 * is the beginning of what the publisher's node holds, never something else: the engine, which
 * compares copies by how many changes they have seen, always replaces the older by the newer.
 */
final class PublisherFirst implements AffinityFunction {
  private static final long serialVersionUID = 1L;

  private final String publisher;
  private final int copies;
  private final RendezvousAffinityFunction rendezvous;

  /**
   * @param publisher the name of the publisher's node
   * @param copies on how many nodes besides; {@link Integer#MAX_VALUE} for all
   */
  PublisherFirst(String publisher, int copies, int partitions) {
    this.publisher = publisher;
    this.copies = copies;
    this.rendezvous = new RendezvousAffinityFunction(false, partitions);
  }

  @Override
  public void reset() {
    rendezvous.reset();
  }

  @Override
  public int partitions() {
    return rendezvous.partitions();
  }

  @Override
  public int partition(Object key) {
    return rendezvous.partition(key);
  }

  @Override
  public List<List<ClusterNode>> assignPartitions(AffinityFunctionContext context) {
    List<ClusterNode> mirrors = new ArrayList<>(context.currentTopologySnapshot());
    Optional<ClusterNode> first =
        mirrors.stream().filter(node -> publisher.equals(node.consistentId())).findFirst();
    first.ifPresent(mirrors::remove);
    List<List<ClusterNode>> owners = new ArrayList<>(partitions());
    for (int partition = 0; partition < partitions(); partition++) {
      List<ClusterNode> of = new ArrayList<>();
      first.ifPresent(of::add);
      if (copies > 0 && !mirrors.isEmpty()) {
        int further = copies == Integer.MAX_VALUE ? copies : copies - 1;
        of.addAll(rendezvous.assignPartition(partition, mirrors, further, null));
      }
      owners.add(of);
    }
    return owners;
  }

  @Override
  public void removeNode(UUID node) {
    rendezvous.removeNode(node);
  }
}
