package org.edos.core.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan.Cluster;
import org.edos.core.unit.Sha256;

/** The written form of a cluster plan, described by {@code edos-release.xsd}. */
public final class ClusterPlanXml {
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(512L << 20, 8, 8_000_000, 8192);

  private ClusterPlanXml() {}

  /** The plan's bytes. */
  public static byte[] write(ClusterPlan plan) {
    return XmlWriter.bytes(xml -> {
      xml.start("cluster-plan")
          .attribute("release", plan.release().toString())
          .attribute("composition", plan.composition().hex())
          .attribute("strategy", plan.strategy());
      plan.clusters().forEach(cluster -> write(xml, cluster));
      xml.end();
    });
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

  private static void write(XmlWriter xml, Cluster cluster) {
    xml.text("\n")
        .start("cluster")
        .attribute("number", Integer.toString(cluster.number()))
        .attribute("bytes", Long.toString(cluster.bytes()))
        .attribute("selective", Boolean.toString(cluster.selective()));
    cluster.contents().forEach(content -> xml.element("content", content.hex()));
    cluster.members().forEach(member -> xml.element("member", member.value()));
    xml.end();
  }

  private static ClusterPlan read(SafeXml xml) {
    ReleaseId release = ReleaseId.parse(xml.required("release"));
    Sha256 composition = new Sha256(xml.required("composition"));
    String strategy = xml.required("strategy");
    List<Cluster> clusters = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("cluster")) {
        clusters.add(cluster(xml, clusters.size()));
      } else {
        xml.skip();
      }
    }
    return new ClusterPlan(release, composition, strategy, clusters);
  }

  private static Cluster cluster(SafeXml xml, int number) {
    if (xml.number("number") != number) {
      throw xml.malformed("cluster " + number + " is numbered " + xml.attribute("number"));
    }
    long bytes = xml.number("bytes");
    boolean selective = Boolean.parseBoolean(xml.attribute("selective"));
    List<Sha256> contents = new ArrayList<>();
    TreeSet<PeerId> members = new TreeSet<>();
    while (xml.child()) {
      switch (xml.name()) {
        case "content" -> contents.add(new Sha256(xml.text()));
        case "member" -> members.add(new PeerId(xml.text()));
        default -> xml.skip();
      }
    }
    return new Cluster(number, contents, bytes, members, selective);
  }
}
