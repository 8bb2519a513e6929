package org.edos.core.swarm;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment.Part;
import org.edos.core.unit.Sha256;

/** The written form of an assignment, described by {@code edos-release.xsd}. */
public final class AssignmentXml {
  private static final int MOST_TEXT = 1 << 20;
  private static final int MOST_SOURCES = 64;
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(64L << 20, 8, 1_000_000, MOST_TEXT);

  private AssignmentXml() {}

  /** The assignment's bytes. */
  public static byte[] write(Assignment assignment) {
    return XmlWriter.bytes(xml -> {
      xml.start("assignment")
          .attribute("release", assignment.release().toString())
          .attribute("composition", assignment.composition().hex())
          .attribute("strategy", assignment.strategy())
          .attribute("peer", assignment.peer().value());
      assignment
          .parts()
          .forEach(part ->
              xml.start("part")
                  .attribute("cluster", Integer.toString(part.cluster()))
                  .attribute("selective", Boolean.toString(part.selective()))
                  .text(Base64.getEncoder().encodeToString(part.first().toByteArray()))
                  .end());
      assignment.sources().forEach(source -> xml.element("source", source.toString()));
      xml.end();
    });
  }

  /**
   * Reads an assignment back.
   *
   * @throws EdosException (external) if it is malformed; (refused) if it is beyond the bounds
   */
  public static Assignment read(byte[] bytes) {
    return SafeXml.read("assignment", bytes, BOUNDS, "assignment", AssignmentXml::read);
  }

  private static Assignment read(SafeXml xml) {
    ReleaseId release = ReleaseId.parse(xml.required("release"));
    Sha256 composition = new Sha256(xml.required("composition"));
    String strategy = xml.required("strategy");
    PeerId peer = new PeerId(xml.required("peer"));
    List<Part> parts = new ArrayList<>();
    List<URI> sources = new ArrayList<>();
    while (xml.child()) {
      switch (xml.name()) {
        case "part" -> parts.add(part(xml));
        case "source" -> sources.add(URI.create(xml.text().strip()));
        default -> xml.skip();
      }
    }
    if (sources.size() > MOST_SOURCES) {
      throw EdosException.refused("an assignment names at most " + MOST_SOURCES + " sources");
    }
    return new Assignment(release, composition, strategy, peer, parts, sources);
  }

  private static Part part(SafeXml xml) {
    int cluster = Math.toIntExact(xml.number("cluster"));
    boolean selective = Boolean.parseBoolean(xml.required("selective"));
    return new Part(
        cluster, selective, BitSet.valueOf(Base64.getDecoder().decode(xml.text().strip())));
  }
}
