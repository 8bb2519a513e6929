package org.edos.role.publish;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;

/** The strategies that there are. */
public final class Strategies {
  private static final List<ClusterStrategy> ALL =
      List.of(
          new SingleSwarm(),
          new StrictClusters(),
          new MergedClusters(),
          new ClusterPerContent(),
          new WholeRelease());

  private static final ClusterStrategy STANDARD = new BestStrategy();

  private Strategies() {}

  /** The one that is taken where none is named: it chooses from the others. */
  public static ClusterStrategy standard() {
    return STANDARD;
  }

  /** All that plan themselves. */
  public static List<ClusterStrategy> all() {
    return ALL;
  }

  /** All that can be named: the usual one first, then those that plan themselves. */
  public static List<ClusterStrategy> selectable() {
    return Stream.concat(Stream.of(STANDARD), ALL.stream()).toList();
  }

  /**
   * The one of that name.
   *
   * @throws EdosException (usage) if there is none
   */
  static ClusterStrategy named(Map<String, ClusterStrategy> strategies, String name) {
    return Optional.ofNullable(strategies.get(name))
        .orElseThrow(() ->
            EdosException.usage(
                "unknown strategy '"
                    + name
                    + "'; there are: "
                    + String.join(", ", new TreeSet<>(strategies.keySet()))));
  }

  /**
   * Does nothing if a release can be planned so.
   *
   * @throws EdosException (usage) if it cannot
   */
  static void refuseUnfit(Composition composition, String strategy) {
    if (strategy.equals(WholeRelease.NAME) && composition.origin().isPresent()) {
      throw EdosException.usage(
          "the bytes of "
              + composition.id()
              + " are at their origin, and only those wished for are fetched; choose another"
              + " strategy than '"
              + strategy
              + "'");
    }
  }
}
