package org.edos.core.swarm;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.unit.Sha256;

/** The written form of a cluster plan, described by {@code edos-release.xsd}. */
public final class ClusterPlanXml {
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(512L << 20, 8, 8_000_000, 256 << 10);

  private ClusterPlanXml() {}

  /** The plan's bytes. */
  public static byte[] write(ClusterPlan plan) {
    SortedSet<PeerId> peers = new TreeSet<>(everybody(plan));
    Map<PeerId, Integer> positions = new HashMap<>();
    peers.forEach(peer -> positions.put(peer, positions.size()));
    return XmlWriter.bytes(xml -> {
      xml.start("cluster-plan")
          .attribute("release", plan.release().toString())
          .attribute("composition", plan.composition().hex())
          .attribute("strategy", plan.strategy());
      peers.forEach(peer -> xml.element("peer", peer.value()));
      plan.clusters().forEach(cluster -> write(xml, cluster, positions));
      xml.end();
    });
  }

  private static Set<PeerId> everybody(ClusterPlan plan) {
    Set<PeerId> everybody = new HashSet<>();
    plan.clusters().forEach(cluster -> everybody.addAll(cluster.members()));
    return everybody;
  }

  /**
   * Reads a plan back.
   *
   * @throws EdosException (external) if it is malformed or its clusters are not numbered from 0;
   *     (refused) if it is beyond the bounds
   */
  public static ClusterPlan read(byte[] bytes) {
    return SafeXml.read("cluster plan", bytes, BOUNDS, "cluster-plan", ClusterPlanXml::read);
  }

  private static void write(XmlWriter xml, Cluster cluster, Map<PeerId, Integer> positions) {
    BitSet members = new BitSet();
    cluster.members().forEach(member -> members.set(positions.getOrDefault(member, 0)));
    xml.text("\n")
        .start("cluster")
        .attribute("number", Integer.toString(cluster.number()))
        .attribute("bytes", Long.toString(cluster.bytes()))
        .attribute("selective", Boolean.toString(cluster.selective()));
    cluster.contents().forEach(content -> xml.element("content", content.hex()));
    xml.element("members", Base64.getEncoder().encodeToString(MemberList.write(members))).end();
  }

  private static ClusterPlan read(SafeXml xml) {
    ReleaseId release = ReleaseId.parse(xml.required("release"));
    Sha256 composition = new Sha256(xml.required("composition"));
    String strategy = xml.required("strategy");
    List<PeerId> peers = new ArrayList<>();
    List<Cluster> clusters = new ArrayList<>();
    while (xml.child()) {
      switch (xml.name()) {
        case "peer" -> peers.add(new PeerId(xml.text()));
        case "cluster" -> clusters.add(cluster(xml, clusters.size(), peers));
        default -> xml.skip();
      }
    }
    return new ClusterPlan(release, composition, strategy, clusters);
  }

  private static Cluster cluster(SafeXml xml, int number, List<PeerId> peers) {
    if (xml.number("number") != number) {
      throw xml.malformed("cluster " + number + " is numbered " + xml.attribute("number"));
    }
    long bytes = xml.number("bytes");
    boolean selective = Boolean.parseBoolean(xml.attribute("selective"));
    List<Sha256> contents = new ArrayList<>();
    PeerSet members = PeerSet.copyOf(List.of());
    while (xml.child()) {
      switch (xml.name()) {
        case "content" -> contents.add(new Sha256(xml.text()));
        case "members" -> members = members(xml.text(), peers);
        default -> xml.skip();
      }
    }
    return new Cluster(number, contents, bytes, members, selective);
  }

  private static PeerSet members(String text, List<PeerId> peers) {
    BitSet positions = MemberList.read(Base64.getDecoder().decode(text.strip()), peers.size());
    return PeerSet.of(peers, positions.stream().toArray());
  }
}
