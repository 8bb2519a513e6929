package org.edos.role.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.WishList;
import org.edos.physical.torrent.Tracker;

/** Says how a flash crowd's wish lists and swarms are doing, on its thread. */
final class CrowdDetails {
  private CrowdDetails() {}

  static CrowdDetail of(FlashCrowd crowd, List<SwarmStatus> engine, Tracker tracker) {
    return new CrowdDetail(
        crowd.wishes.values().stream().map(wish -> wish(crowd, wish)).toList(),
        clusters(crowd, engine, tracker));
  }

  private static CrowdDetail.Wish wish(FlashCrowd crowd, WishList wish) {
    PeerId peer = wish.peer();
    return new CrowdDetail.Wish(
        peer,
        wish.wanted().cardinality(),
        crowd.positions.bytes(wish.wanted()),
        state(crowd, peer),
        crowd.feeders.contains(peer),
        crowd.hopeless.getOrDefault(peer, ""));
  }

  private static CrowdDetail.State state(FlashCrowd crowd, PeerId peer) {
    if (crowd.hopeless.containsKey(peer)) {
      return CrowdDetail.State.REFUSED;
    }
    if (crowd.late.contains(peer)) {
      return CrowdDetail.State.LATE;
    }
    return crowd.parts.containsKey(peer) ? CrowdDetail.State.PLANNED : CrowdDetail.State.WAITING;
  }

  private static List<CrowdDetail.Swarm> clusters(
      FlashCrowd crowd, List<SwarmStatus> engine, Tracker tracker) {
    if (crowd.plan == null) {
      return List.of();
    }
    Map<String, SwarmStatus> statuses =
        engine.stream()
            .collect(
                Collectors.toMap(
                    SwarmStatus::infoHash, Function.identity(), (one, other) -> other));
    List<CrowdDetail.Swarm> swarms = new ArrayList<>();
    for (Cluster cluster : crowd.plan.clusters()) {
      String infoHash =
          cluster.number() < crowd.torrents.size()
              ? crowd.torrents.get(cluster.number()).infoHash()
              : "";
      swarms.add(swarm(cluster, infoHash, Optional.ofNullable(statuses.get(infoHash)), tracker));
    }
    return swarms;
  }

  private static CrowdDetail.Swarm swarm(
      Cluster cluster, String infoHash, Optional<SwarmStatus> status, Tracker tracker) {
    return new CrowdDetail.Swarm(
        cluster.number(),
        infoHash,
        cluster.contents().size(),
        cluster.bytes(),
        cluster.selective(),
        cluster.members(),
        tracker.peers(infoHash),
        tracker.completePeers(infoHash),
        status.map(SwarmStatus::uploadedBytes).orElse(0L),
        status.map(SwarmStatus::uploadRate).orElse(0L),
        status.map(SwarmStatus::problem).orElse(""));
  }
}
