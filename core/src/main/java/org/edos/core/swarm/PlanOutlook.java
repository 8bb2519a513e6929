package org.edos.core.swarm;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToIntFunction;
import org.edos.core.release.Composition;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.swarm.PlanBytes.PeerBytes;
import org.edos.core.unit.Sha256;

/**
 * What is to be expected of a plan before anything moves.
 *
 * @param strategy the name of the planning strategy
 * @param distinctBytes of what anybody wants, each content once
 * @param wantedBytes of all wish lists together
 * @param unwantedBytes brought to peers that did not wish for them
 * @param swarms how many
 * @param mostSwarms of the peer that is in most
 * @param memberships of all peers together
 * @param mostMetainfoBytes descriptions of torrents that one peer fetches, at most
 * @param metainfoBytes descriptions of torrents that all peers fetch, from the publisher
 * @param publisherBytes that the publisher sends, once each content and the descriptions
 * @param boundSeconds before which no scheme brings these wishes to these peers
 * @param expectedSeconds until the last peer has everything, by the model of {@link #of}
 * @param why what decides the expected time, as a sentence
 */
public record PlanOutlook(
    String strategy,
    long distinctBytes,
    long wantedBytes,
    long unwantedBytes,
    int swarms,
    int mostSwarms,
    long memberships,
    long mostMetainfoBytes,
    long metainfoBytes,
    long publisherBytes,
    double boundSeconds,
    double expectedSeconds,
    String why) {
  /** A thousand small torrents take a session about a second to join. */
  private static final double SECONDS_A_SWARM = 0.001;

  /** An announcement, as the tracker answers it. */
  private static final double SECONDS_A_MEMBERSHIP = 0.0002;

  /** The seconds that make up the expected time. */
  private record Parts(double bound, double surplus, double start, double swarms, double metainfo) {
    double all() {
      return bound + surplus + start + swarms + metainfo;
    }

    private String dearest() {
      double most = Math.max(Math.max(surplus, start), Math.max(swarms, metainfo));
      if (most < bound / 100) {
        return "nothing beyond the bound matters";
      }
      if (most == surplus) {
        return "unwanted bytes cost most beyond the bound";
      }
      if (most == start) {
        return "the first pieces' way through the largest swarm costs most beyond the bound";
      }
      return most == swarms
          ? "joining so many swarms costs most beyond the bound"
          : "the torrents' descriptions, which the publisher sends each peer, cost most beyond the"
              + " bound";
    }
  }

  /**
   * The outlook of a plan. A pure function. The model: the fluid bound with what the plan brings
   * instead of what is wished; plus the time that a piece needs down a binary tree of peers, in the
   * swarm where that is longest (with M pieces and equal uploads that is the optimum (1 + log2 N /
   * M) * F / u); plus {@value #SECONDS_A_SWARM} s for each swarm of the busiest peer and {@value
   * #SECONDS_A_MEMBERSHIP} s of the tracker for each membership; plus the time in which the
   * publisher sends everybody the descriptions of their torrents.
   *
   * @param pieceLength in bytes, of a torrent of so many bytes
   */
  public static PlanOutlook of(
      Composition composition,
      ClusterPlan plan,
      Collection<WishList> wishes,
      Rates rates,
      LongToIntFunction pieceLength) {
    PlanBytes bytes = PlanBytes.of(composition, plan, wishes);
    Map<Sha256, Long> sizes = composition.contents();
    Map<PeerId, Long> metainfo = new HashMap<>();
    double slowestStart = 0;
    for (Cluster cluster : plan.clusters()) {
      int piece = pieceLength.applyAsInt(cluster.bytes());
      long pieces =
          cluster.contents().stream()
              .mapToLong(content -> Math.ceilDiv(sizes.getOrDefault(content, 0L), (long) piece))
              .sum();
      long described = Metainfo.bytes(cluster.contents().size(), pieces);
      cluster.members().forEach(member -> metainfo.merge(member, described, Long::sum));
      int levels = 31 - Integer.numberOfLeadingZeros(Math.max(1, cluster.members().size()));
      double travelling = Math.min(piece, cluster.bytes()) / rates.peerUpload();
      slowestStart = Math.max(slowestStart, levels * travelling);
    }
    long allMetainfo = metainfo.values().stream().mapToLong(Long::longValue).sum();
    long mostMetainfo = metainfo.values().stream().mapToLong(Long::longValue).max().orElse(0);
    double bound = bound(bytes, rates);
    Parts parts =
        new Parts(
            bound,
            transfer(bytes, rates) - bound,
            slowestStart,
            bytes.mostSwarms() * SECONDS_A_SWARM + plan.memberships() * SECONDS_A_MEMBERSHIP,
            Math.max(allMetainfo / rates.publisherUpload(), mostMetainfo / rates.peerDownload()));
    return new PlanOutlook(
        plan.strategy(),
        bytes.distinctBytes(),
        bytes.wantedBytes(),
        bytes.unwantedBytes(),
        plan.clusters().size(),
        bytes.mostSwarms(),
        plan.memberships(),
        mostMetainfo,
        allMetainfo,
        bytes.broughtBytes() + allMetainfo,
        bound,
        parts.all(),
        why(plan, bytes, parts));
  }

  /**
   * Seconds before which no scheme can bring everybody what they wish: the largest of what the
   * publisher must send at least, what the peer with the longest list must receive, and what all
   * together must send (Kumar and Ross, "Peer-Assisted File Distribution: The Minimum Distribution
   * Time", 2006, for different wishes).
   */
  private static double bound(PlanBytes bytes, Rates rates) {
    long most = bytes.peers().values().stream().mapToLong(PeerBytes::wantedBytes).max().orElse(0);
    return seconds(bytes.distinctBytes(), most, bytes.wantedBytes(), bytes.peers().size(), rates);
  }

  private static double transfer(PlanBytes bytes, Rates rates) {
    long most =
        bytes.peers().values().stream()
            .mapToLong(peer -> peer.wantedBytes() + peer.unwantedBytes())
            .max()
            .orElse(0);
    long all = bytes.wantedBytes() + bytes.unwantedBytes();
    return seconds(bytes.broughtBytes(), most, all, bytes.peers().size(), rates);
  }

  private static double seconds(long once, long most, long all, int peers, Rates rates) {
    double uploads = rates.publisherUpload() + peers * rates.peerUpload();
    return Math.max(
        Math.max(once / rates.publisherUpload(), most / rates.peerDownload()), all / uploads);
  }

  private static String why(ClusterPlan plan, PlanBytes bytes, Parts parts) {
    return String.format(
        Locale.ROOT,
        "%s, at most %d for one peer, %.2f %% unwanted bytes, %.2f x the bound: %s",
        plan.clusters().size() == 1 ? "1 swarm" : plan.clusters().size() + " swarms",
        bytes.mostSwarms(),
        100.0 * bytes.unwantedBytes() / Math.max(1, bytes.wantedBytes()),
        parts.bound() > 0 ? parts.all() / parts.bound() : 1.0,
        parts.dearest());
  }
}
