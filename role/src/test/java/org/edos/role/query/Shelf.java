package org.edos.role.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.testkit.MovingClock;

/** A peer's index with packages on it, and the querying role over it. */
final class Shelf implements Distribution, AutoCloseable {
  final MemoryIndex index = new MemoryIndex();
  final MemoryLocationIndex locations = new MemoryLocationIndex();
  final MovingClock clock = new MovingClock();
  final Map<Sha256, Long> downloads = new HashMap<>();
  final Map<ReleaseId, SignedComposition> compositions = new HashMap<>();
  private final List<Querying> opened = new ArrayList<>();
  private int releases;

  Querying querying() {
    return querying(new MemoryDocumentStore());
  }

  /** With the services of every peer. */
  Querying querying(DocumentStore documents) {
    return opened(new Querying(parts(documents)));
  }

  /** With no services but those that the test registers, and these bounds. */
  Querying querying(DocumentStore documents, Budget.Limits limits) {
    return opened(new Querying(parts(documents), new Services(), limits));
  }

  private Querying opened(Querying querying) {
    opened.add(querying);
    return querying;
  }

  private Querying.Parts parts(DocumentStore documents) {
    return new Querying.Parts(index, locations, documents, this, clock);
  }

  /** Publishes a release with these documents. */
  void publish(Document... documents) {
    int number = ++releases;
    ReleaseId id = new ReleaseId("release", Integer.toString(number));
    SignedComposition none = new SignedComposition(("<none>" + number).getBytes(UTF_8), "", "");
    put(
        new PublishedRelease(
            id,
            number,
            clock.instant(),
            Instant.MAX,
            PackageFormat.DEB,
            documents.length,
            0,
            0,
            none.digest()),
        none,
        documents);
  }

  void publish(PublishedRelease release, SignedComposition composition, Document... documents) {
    compositions.put(release.id(), composition);
    put(release, composition, documents);
  }

  private void put(PublishedRelease release, SignedComposition composition, Document... documents) {
    try (MetadataIndex.Publication publication = index.open(release.id())) {
      Arrays.stream(documents).forEach(publication::add);
      publication.commit(release, composition);
    }
  }

  void announce(Document document, String... peers) {
    for (String peer : peers) {
      locations.announce(URI.create(peer), List.of(content(document)));
    }
  }

  static Sha256 content(Document document) {
    return ((PackageMetadata) MetadataXml.read(document.xml())).sha256();
  }

  /** A package for amd64 that requires these: {@code a (>= 1) | b}. */
  static Document deb(String name, String version, String... requires) {
    return packaged(PackageFormat.DEB, name, version, "amd64", List.of(), List.of(), requires);
  }

  static Document packaged(
      PackageFormat format,
      String name,
      String version,
      String architecture,
      List<String> provides,
      List<String> files,
      String... requires) {
    String distribution = format == PackageFormat.DEB ? "debian" : "fedora";
    PackageId id = new PackageId(format, distribution, name, version, architecture);
    List<Relation> relations = new ArrayList<>();
    Arrays.stream(requires).forEach(text -> relations.add(relation(Kind.REQUIRES, text)));
    provides.forEach(text -> relations.add(relation(Kind.PROVIDES, text)));
    return MetadataXml.write(
        new PackageDraft(id, Sha256.of(id.toString().getBytes(UTF_8)), 1000)
            .summary("summary of " + name)
            .category("net")
            .license("MIT")
            .source(name)
            .relations(relations)
            .files(files)
            .finished());
  }

  private static Relation relation(Kind kind, String text) {
    return new Relation(kind, Arrays.stream(text.split(" \\| ")).map(Shelf::capability).toList());
  }

  private static Capability capability(String text) {
    String[] parts = text.replace(" (", " ").replaceAll("\\)$", "").split(" ");
    return parts.length == 1 ? Capability.any(text) : new Capability(parts[0], parts[1], parts[2]);
  }

  /** The document with these calls in the place of the usual ones. */
  static Document calling(Document document, String... calls) {
    String text = new String(document.xml(), UTF_8);
    String before = text.substring(0, text.indexOf("<axml:sc"));
    return new Document(
        document.id(), (before + String.join("", calls) + "</package>\n").getBytes(UTF_8));
  }

  /** What stands in the document from its first call on. */
  static String calls(Document document) {
    String text = new String(document.xml(), UTF_8);
    return text.substring(text.indexOf("<axml:sc"), text.indexOf("</package>"));
  }

  static String shown(Querying querying, UnitId unit) {
    return calls(querying.show(unit, View.RESULTS));
  }

  /** A service that answers with how often it was called. */
  static Services.Answering counting(AtomicInteger calls) {
    return request -> List.of(ServiceResult.read("<news n=\"" + calls.incrementAndGet() + "\"/>"));
  }

  @Override
  public List<PublishedRelease> releases() {
    return index.releases();
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return Optional.ofNullable(compositions.get(release));
  }

  @Override
  public OptionalLong downloads(Sha256 content) {
    return OptionalLong.of(downloads.getOrDefault(content, 0L));
  }

  @Override
  public Optional<CrowdStatus> crowd(ReleaseId release) {
    return Optional.empty();
  }

  @Override
  public void close() {
    opened.forEach(Querying::close);
  }
}
