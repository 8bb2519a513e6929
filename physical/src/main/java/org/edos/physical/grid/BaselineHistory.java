package org.edos.physical.grid;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cluster.BaselineTopology;
import org.apache.ignite.internal.processors.cluster.DiscoveryDataClusterState;
import org.apache.ignite.internal.processors.cluster.GridClusterStateProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Ignite notes each activation with the nodes that were there, and never again joins two parts that
 * were activated apart, since each might have been written to. Here only the part with the
 * publisher's node is, so the notes are dropped, and parts that ran without it join it again.
 * Ignite does this itself, but offers it to nobody: this class stands on its insides.
 */
final class BaselineHistory {
  private BaselineHistory() {}

  /** Drops what was noted since the baseline was set. */
  static void forgetActivations(Ignite ignite) {
    GridClusterStateProcessor processor = ((IgniteEx) ignite).context().state();
    DiscoveryDataClusterState state = processor.clusterState();
    @Nullable BaselineTopology baseline = state.baselineTopology();
    if (baseline == null || state.transition()) {
      return;
    }
    long fresh = 0;
    for (Object name : baseline.consistentIds()) {
      fresh += name.hashCode();
    }
    if (baseline.branchingPointHash() != fresh || baseline.branchingHistory().size() != 1) {
      try {
        processor.resetBranchingHistory(fresh);
      } catch (IgniteCheckedException e) {
        throw new IgniteException(e);
      }
    }
  }
}
