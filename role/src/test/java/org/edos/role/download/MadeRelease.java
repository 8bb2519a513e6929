package org.edos.role.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.memory.MemoryIndex;

/** A release of made-up packages, in an index. */
final class MadeRelease {
  static final ReleaseId ID = new ReleaseId("made", "1");

  final MemoryIndex index = new MemoryIndex();
  private final PackageFormat format;
  private final Map<RepositoryPath, Composition.Entry> entries = new TreeMap<>();
  private final List<Document> documents = new ArrayList<>();
  private final List<CollectionMetadata> collections = new ArrayList<>();

  MadeRelease(PackageFormat format) {
    this.format = format;
  }

  /** A package that provides and requires: {@code a (>= 1) | b}. */
  MadeRelease with(
      String name, String version, String architecture, List<String> provides, String... requires) {
    String distribution = format == PackageFormat.DEB ? "debian" : "fedora";
    PackageId id = new PackageId(format, distribution, name, version, architecture);
    List<Relation> relations = new ArrayList<>();
    Arrays.stream(requires).forEach(text -> relations.add(relation(Kind.REQUIRES, text)));
    provides.forEach(text -> relations.add(relation(Kind.PROVIDES, text)));
    Sha256 content = Sha256.of(id.toString().getBytes(UTF_8));
    documents.add(
        MetadataXml.write(new PackageDraft(id, content, 100).relations(relations).finished()));
    return entry("pool/%s_%s_%s".formatted(name, version, architecture), id, content, 100);
  }

  MadeRelease with(String name, String version, String... requires) {
    return with(
        name, version, format == PackageFormat.DEB ? "amd64" : "x86_64", List.of(), requires);
  }

  /** Files of the tree that are no packages. */
  MadeRelease withFiles(long size, String... paths) {
    for (String path : paths) {
      entry(path, new UtilityId("made/" + path, "1"), Sha256.of(path.getBytes(UTF_8)), size);
    }
    return this;
  }

  MadeRelease withCollection(String name, UnitId... members) {
    collections.add(new CollectionMetadata(new CollectionId(name, "1"), List.of(members)));
    return this;
  }

  private MadeRelease entry(String path, UnitId unit, Sha256 content, long size) {
    RepositoryPath place = new RepositoryPath(path);
    entries.put(place, new Composition.Entry(place, unit, content, size, content));
    return this;
  }

  PackageId id(String name) {
    return entries.values().stream()
        .filter(entry -> entry.unit().name().equals(name))
        .map(entry -> (PackageId) entry.unit())
        .findFirst()
        .orElseThrow();
  }

  /** Publishes it. */
  Composition published() {
    Composition composition =
        new Composition(
            ID, 1, Instant.EPOCH, Instant.MAX, format, List.copyOf(entries.values()), collections);
    SignedComposition signed = new SignedComposition("<none/>".getBytes(UTF_8), "", "");
    try (MetadataIndex.Publication publication = index.open(ID)) {
      documents.forEach(publication::add);
      publication.commit(
          new PublishedRelease(
              ID, 1, Instant.EPOCH, Instant.MAX, format, documents.size(), 0, 0, signed.digest()),
          signed);
    }
    return composition;
  }

  /** The names of packages, and the paths of other files, that are selected. */
  static Set<String> names(Composition composition, Selection.Selected selected) {
    Set<String> names = new TreeSet<>();
    composition.entries().stream()
        .filter(selected.wanted())
        .forEach(entry ->
            names.add(
                entry.unit() instanceof PackageId id
                    ? id.name() + " " + id.version()
                    : entry.path().toString()));
    return names;
  }

  static Relation relation(Kind kind, String text) {
    return new Relation(
        kind, Arrays.stream(text.split(" \\| ")).map(MadeRelease::capability).toList());
  }

  static Capability capability(String text) {
    if (text.startsWith("(")) {
      return Capability.any(text);
    }
    String[] parts = text.replace(" (", " ").replaceAll("\\)$", "").split(" ");
    return parts.length == 1 ? Capability.any(text) : new Capability(parts[0], parts[1], parts[2]);
  }
}
