package org.edos.actor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.trust.SigningKey;

/** Small signed releases of plain files. */
final class SignedReleases {
  static final Duration VALIDITY = Duration.ofDays(30);

  private SignedReleases() {}

  static SignedComposition sign(
      SigningKey key, Clock clock, String id, long number, Map<String, String> files) {
    ReleaseId release = ReleaseId.parse(id);
    List<Composition.Entry> entries =
        new TreeMap<>(files)
            .entrySet().stream()
                .map(file -> entry(release, file.getKey(), file.getValue()))
                .toList();
    Instant now = clock.instant();
    byte[] xml =
        CompositionXml.write(
            new Composition(
                release, number, now, now.plus(VALIDITY), PackageFormat.DEB, entries, List.of()));
    return new SignedComposition(xml, key.publicKey(), key.sign(xml));
  }

  private static Composition.Entry entry(ReleaseId release, String name, String text) {
    Document document = document(release, name, text);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Composition.Entry(
        new RepositoryPath(name), document.id(), Sha256.of(bytes), bytes.length, document.sha256());
  }

  private static Document document(ReleaseId release, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return MetadataXml.write(
        new UtilityMetadata(
            new UtilityId(release.name() + "/" + name, release.version()),
            new RepositoryPath(name),
            Sha256.of(bytes),
            bytes.length));
  }

  /** Makes it visible in an index. */
  static void commit(MetadataIndex index, SignedComposition signed) {
    Composition composition = CompositionXml.read(signed.xml());
    try (MetadataIndex.Publication publication = index.open(composition.id())) {
      publication.commit(PublishedRelease.of(composition, signed.digest()), signed);
    }
  }
}
