package org.edos.role.publish;

import java.util.List;

/** The strategies that there are. */
public final class Strategies {
  private static final List<ClusterStrategy> ALL =
      List.of(
          new StrictClusters(),
          new MergedClusters(),
          new SingleSwarm(),
          new ClusterPerContent(),
          new WholeRelease());

  private Strategies() {}

  /** All of them, the default first. */
  public static List<ClusterStrategy> all() {
    return ALL;
  }
}
