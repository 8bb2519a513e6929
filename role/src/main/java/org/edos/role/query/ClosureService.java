package org.edos.role.query;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.XmlWriter;
import org.edos.physical.index.IndexReader;

/** The service {@code closure}: all packages that a package needs, directly or not. */
final class ClosureService {
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final IndexReader index;

  ClosureService(IndexReader index) {
    this.index = index;
  }

  void addTo(Services services) {
    services.add(
        new Services.Service(
            "closure", Signature.of(VALIDITY, "closure", "unresolved"), this::closure, false));
  }

  private List<ServiceResult> closure(Services.Request request) {
    if (!(MetadataXml.read(request.document().xml()) instanceof PackageMetadata metadata)) {
      throw EdosException.usage(
          "closure is called for packages, which " + request.document().id() + " is not");
    }
    Closure closure = Closure.of(metadata, index, request.deadline());
    return List.of(ServiceResult.of(xml -> write(closure, xml)));
  }

  private static void write(Closure closure, XmlWriter xml) {
    long size = closure.members().stream().mapToLong(member -> member.metadata().size()).sum();
    xml.start("closure")
        .attribute("members", Integer.toString(closure.members().size()))
        .attribute("size", Long.toString(size))
        .attribute("complete", Boolean.toString(closure.complete()));
    for (Closure.Member member : closure.members()) {
      xml.start("member")
          .attribute("name", member.metadata().id().name())
          .attribute("version", member.metadata().id().version())
          .attribute("depth", Integer.toString(member.depth()))
          .attribute("by", member.by())
          .attribute("kind", member.kind().element())
          .attribute("capability", member.capability().toString())
          .text(member.metadata().id().toString())
          .end();
    }
    for (Closure.Missing missing : closure.missing()) {
      xml.start("unresolved")
          .attribute("by", missing.by())
          .attribute("kind", missing.relation().kind().element())
          .text(text(missing.relation()))
          .end();
    }
    xml.end();
  }

  private static String text(Relation relation) {
    return relation.alternatives().stream()
        .map(Capability::toString)
        .collect(Collectors.joining(" | "));
  }
}
