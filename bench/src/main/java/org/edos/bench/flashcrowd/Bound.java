package org.edos.bench.flashcrowd;

import java.util.List;

/**
 * The least time in which peers can have what they want, whatever scheme serves them. The formulas
 * are those of Kurose and Ross, "Computer Networking", on client-server and peer-to-peer
 * distribution, for different wishes.
 */
public final class Bound {
  /**
   * A peer.
   *
   * @param wanted amount that it wants
   * @param upload amount a second that it can send
   * @param download amount a second that it can receive; infinite where nothing limits it
   */
  public record Peer(double wanted, double upload, double download) {}

  private Bound() {}

  /**
   * Seconds until the last of the peers has what it wants, when they send to one another.
   *
   * @param distinct amount that anybody wants, each part counted once
   * @param source amount a second that the source can send
   */
  public static double seconds(double distinct, double source, List<Peer> peers) {
    double uploads = source + peers.stream().mapToDouble(Peer::upload).sum();
    return Math.max(Math.max(distinct / source, slowestReceiver(peers)), wanted(peers) / uploads);
  }

  /** Seconds until the last of the peers has what it wants, when the source alone sends. */
  public static double clientServerSeconds(double source, List<Peer> peers) {
    return Math.max(wanted(peers) / source, slowestReceiver(peers));
  }

  private static double wanted(List<Peer> peers) {
    return peers.stream().mapToDouble(Peer::wanted).sum();
  }

  private static double slowestReceiver(List<Peer> peers) {
    return peers.stream().mapToDouble(peer -> peer.wanted() / peer.download()).max().orElse(0);
  }
}
