package org.edos.physical.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.jspecify.annotations.Nullable;

/** What an inner node knows of the others, in the words of Edos. */
final class GridTopology {
  private GridTopology() {}

  /** Those that are there and those that keep data, by name. */
  static List<GridMember> members(Ignite ignite) {
    Set<String> baseline = new HashSet<>();
    Map<String, GridMember> members = new TreeMap<>();
    for (BaselineNode node : baseline(ignite)) {
      baseline.add(name(node));
      members.put(name(node), member(node, false, true));
    }
    for (ClusterNode node : ignite.cluster().forServers().nodes()) {
      members.put(name(node), member(node, true, baseline.contains(name(node))));
    }
    return List.copyOf(members.values());
  }

  private static GridMember member(BaselineNode node, boolean online, boolean inBaseline) {
    return new GridMember(
        name(node),
        GridRole.PUBLISHER.name().equals(attribute(node, GridSettings.ROLE_ATTRIBUTE))
            ? GridRole.PUBLISHER
            : GridRole.MIRROR,
        online,
        attribute(node, GridSettings.ADDRESS_ATTRIBUTE),
        inBaseline);
  }

  private static String name(BaselineNode node) {
    return String.valueOf(node.consistentId());
  }

  private static String attribute(BaselineNode node, String key) {
    @Nullable Object value = node.attribute(key);
    return value instanceof String text ? text : "";
  }

  static Collection<BaselineNode> baseline(Ignite ignite) {
    Collection<BaselineNode> baseline = ignite.cluster().currentBaselineTopology();
    return baseline == null ? List.of() : baseline;
  }

  static List<String> onlineNames(Ignite ignite) {
    return ignite.cluster().forServers().nodes().stream().map(GridTopology::name).toList();
  }

  /** Names of those that keep data and are away. */
  static List<String> away(Ignite ignite) {
    return members(ignite).stream().filter(m -> !m.online()).map(GridMember::name).toList();
  }

  /** The publisher's node, if it is there. */
  static Optional<GridMember> publisher(Ignite ignite) {
    return members(ignite).stream()
        .filter(member -> member.online() && member.role() == GridRole.PUBLISHER)
        .findFirst();
  }

  /** The members to remember: those that are there. */
  static List<GridDirectory.Known> met(Ignite ignite) {
    return members(ignite).stream()
        .filter(member -> member.online() && GridConfig.isAddress(member.address()))
        .map(m -> new GridDirectory.Known(m.name(), m.role(), m.address()))
        .toList();
  }

  /** Whether this node does what one node does for all. */
  static boolean isOldest(Ignite ignite) {
    return ignite.cluster().forServers().nodes().stream()
        .min(Comparator.comparingLong(ClusterNode::order))
        .filter(ClusterNode::isLocal)
        .isPresent();
  }

  /**
   * Lets partitions be used again that had no owner for a time, once every mirror is there. Where
   * the publisher's node is there, none are lost.
   */
  static void giveLostPartitionsBack(Ignite ignite) {
    boolean mirrorsThere =
        members(ignite).stream().allMatch(m -> m.online() || m.role() == GridRole.PUBLISHER);
    if (!mirrorsThere || !isOldest(ignite)) {
      return;
    }
    List<String> lost = new ArrayList<>();
    for (String name : ignite.cacheNames()) {
      @Nullable IgniteCache<Object, Object> cache = ignite.cache(name);
      if (cache != null && !cache.lostPartitions().isEmpty()) {
        lost.add(name);
      }
    }
    if (!lost.isEmpty()) {
      ignite.resetLostPartitions(lost);
    }
  }
}
