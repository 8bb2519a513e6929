package org.edos.role.publish;

import java.util.List;

/** The strategies that there are. */
public final class Strategies {
  private static final List<ClusterStrategy> ALL =
      List.of(
          new SingleSwarm(),
          new StrictClusters(),
          new MergedClusters(),
          new ClusterPerContent(),
          new WholeRelease());

  private Strategies() {}

  /** The one that measures best, and is taken where none is named. */
  public static ClusterStrategy standard() {
    return ALL.getFirst();
  }

  /** All of them, the default first. */
  public static List<ClusterStrategy> all() {
    return ALL;
  }
}
