package org.edos.role.query;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.location.LocationIndex;

/**
 * The services {@code replicas}, {@code statistics} and {@code composition}: who holds a package,
 * how its distribution goes, and what a moving release consists of now. Safe for use by many
 * threads.
 */
final class DistributionServices {
  private static final Duration VALIDITY = Duration.ofMinutes(10);

  /** What a moving release consists of is asked anew each time. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /** Most of a composition that is told, in characters. */
  private static final int MOST_TOLD = 400_000;

  /** Most releases that are looked through for a package, the newest. */
  private static final int MAX_RELEASES = 32;

  private final LocationIndex locations;
  private final Distribution distribution;

  /** Of each composition the beginnings of its documents' hashes, in order. */
  private final Map<Sha256, long[]> members =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Sha256, long[]> eldest) {
              return size() > MAX_RELEASES;
            }
          });

  DistributionServices(LocationIndex locations, Distribution distribution) {
    this.locations = locations;
    this.distribution = distribution;
  }

  void addTo(Services services) {
    services.add(
        new Services.Service(
            "replicas", Signature.of(VALIDITY, "replicas", "replica"), this::replicas, false));
    services.add(
        new Services.Service(
            "statistics",
            Signature.of(VALIDITY, "statistics", "copies", "downloads"),
            this::statistics,
            false));
    services.add(
        new Services.Service(
            "composition", Signature.of(MOMENT, "composition"), this::composition, false));
  }

  private List<ServiceResult> replicas(Services.Request request) {
    List<URI> holders = holders(packageOf(request.document())).stream().sorted().toList();
    return List.of(
        ServiceResult.of(xml -> {
          xml.start("replicas").attribute("count", Integer.toString(holders.size()));
          holders.forEach(holder -> xml.element("replica", holder.toString()));
          xml.end();
        }));
  }

  private Set<URI> holders(PackageMetadata metadata) {
    return locations.locate(List.of(metadata.sha256())).getOrDefault(metadata.sha256(), Set.of());
  }

  private static PackageMetadata packageOf(Document document) {
    if (MetadataXml.read(document.xml()) instanceof PackageMetadata metadata) {
      return metadata;
    }
    throw EdosException.usage(
        "this service is called for packages, which " + document.id() + " is not");
  }

  private List<ServiceResult> statistics(Services.Request request) {
    Document document = request.document();
    return List.of(
        ServiceResult.of(xml -> {
          xml.start("statistics");
          if (document.id() instanceof CollectionId root && root.name().indexOf('/') < 0) {
            ofRelease(new ReleaseId(root.name(), root.version()), xml);
          } else {
            ofPackage(document, request.deadline(), xml);
          }
          xml.end();
        }));
  }

  private List<ServiceResult> composition(Services.Request request) {
    if (!(request.document().id() instanceof CollectionId root) || root.name().indexOf('/') >= 0) {
      throw EdosException.usage(
          "this service is called for releases, which " + request.document().id() + " is not");
    }
    ReleaseId id = new ReleaseId(root.name(), root.version());
    Composition now =
        distribution
            .composition(id)
            .map(signed -> CompositionXml.read(signed.xml()))
            .orElseThrow(() -> EdosException.notFound("no release " + id + " is at hand"));
    List<UnitId> packages =
        now.entries().stream()
            .map(Composition.Entry::unit)
            .filter(PackageId.class::isInstance)
            .distinct()
            .toList();
    return List.of(
        ServiceResult.of(xml -> {
          xml.start("composition")
              .attribute("number", Long.toString(now.number()))
              .attribute("created", now.created().toString())
              .attribute("packages", Integer.toString(packages.size()));
          int told = 0;
          for (UnitId unit : packages) {
            told += unit.toString().length();
            if (told > MOST_TOLD) {
              break;
            }
            xml.element("package", unit.toString());
          }
          xml.end();
        }));
  }

  private void ofPackage(Document document, Deadline deadline, XmlWriter xml) {
    PackageMetadata metadata = packageOf(document);
    xml.element("copies", Integer.toString(holders(metadata).size()));
    distribution
        .downloads(metadata.sha256())
        .ifPresent(count -> xml.element("downloads", Long.toString(count)));
    for (PublishedRelease release : newest()) {
      deadline.check();
      if (isIn(release, document)) {
        xml.element("release", release.id().toString());
      }
    }
  }

  /** The newest releases with this document, the oldest of them first. */
  List<ReleaseId> releasesWith(Document document) {
    return newest().stream()
        .filter(release -> isIn(release, document))
        .map(PublishedRelease::id)
        .toList();
  }

  private boolean isIn(PublishedRelease release, Document document) {
    return Arrays.binarySearch(members(release), start(document.sha256())) >= 0;
  }

  private List<PublishedRelease> newest() {
    List<PublishedRelease> all = distribution.releases();
    return all.subList(Math.max(0, all.size() - MAX_RELEASES), all.size());
  }

  private long[] members(PublishedRelease release) {
    long[] known = members.get(release.composition());
    if (known != null) {
      return known;
    }
    Optional<SignedComposition> signed = distribution.composition(release.id());
    long[] read =
        signed.stream()
            .flatMap(one -> CompositionXml.read(one.xml()).entries().stream())
            .mapToLong(entry -> start(entry.document()))
            .sorted()
            .toArray();
    if (signed.isPresent()) { // one that is not at hand may be later
      members.put(release.composition(), read);
    }
    return read;
  }

  private static long start(Sha256 hash) {
    return Long.parseUnsignedLong(hash.hex().substring(0, 16), 16);
  }

  private void ofRelease(ReleaseId id, XmlWriter xml) {
    Optional<PublishedRelease> release =
        distribution.releases().stream().filter(known -> known.id().equals(id)).findFirst();
    release.ifPresent(known ->
        xml.element("published", known.created().toString())
            .element("packages", Integer.toString(known.packages()))
            .element("utilities", Integer.toString(known.utilities()))
            .element("bytes", Long.toString(known.bytes())));
    distribution.crowd(id).ifPresent(crowd -> ofCrowd(crowd, xml));
  }

  private static void ofCrowd(CrowdStatus crowd, XmlWriter xml) {
    xml.start("crowd")
        .attribute("phase", crowd.phase().name().toLowerCase(Locale.ROOT))
        .element("wish-lists", Integer.toString(crowd.wishLists()))
        .element("clusters", Integer.toString(crowd.clusters()))
        .element("reports", Integer.toString(crowd.reports().size()))
        .element("done", Integer.toString(crowd.donePeers()))
        .element("received-bytes", Long.toString(crowd.receivedBytes()))
        .element("publisher-uploaded-bytes", Long.toString(crowd.publisherUploadedBytes()))
        .end();
  }
}
