package org.edos.role.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.SourceTree;
import org.edos.physical.index.MetadataIndex;

/**
 * What every way of making a release has in common: the tree's files are taken into the store and
 * described, the composition is numbered and signed, and all is made visible by one switch. Used
 * under the lock of {@link Publishing}.
 */
final class ReleaseMaking {
  /**
   * A tree that was taken in.
   *
   * @param format which program reads it
   * @param origin where its bytes are that are not here
   * @param members its files, in the order of their paths
   * @param written the indexes that Edos wrote itself
   * @param stored contents that the store has now
   */
  record Taken(
      PackageFormat format,
      Optional<Origin> origin,
      List<CollectionTree.Member> members,
      Set<RepositoryPath> written,
      Set<Sha256> stored) {
    List<Composition.Entry> entries() {
      return members.stream().map(CollectionTree.Member::entry).toList();
    }
  }

  private final Publishing.Parts parts;
  private final PublishConfig config;
  private final Announcements announcements;
  private final InstallabilityGuard guard;

  ReleaseMaking(Publishing.Parts parts, PublishConfig config, Announcements announcements) {
    this.parts = parts;
    this.config = config;
    this.announcements = announcements;
    this.guard = new InstallabilityGuard(parts.index(), parts.solver());
  }

  /**
   * Holds a state to a policy.
   *
   * @param policy the publisher's own where none is given
   * @param before the state before it
   */
  Guarding guarding(Optional<InstallabilityPolicy> policy, Optional<Composition> before) {
    return new Guarding(guard, policy.orElse(config.installability()), before);
  }

  /**
   * Takes a tree into the store.
   *
   * @param known what need not be read again
   * @param documents is given every unit's document
   * @param guarding is given every package
   */
  Taken take(
      ReleaseId id,
      RepositorySource source,
      KnownPackages known,
      Consumer<Document> documents,
      Guarding guarding,
      Consumer<PublishEvent> progress) {
    SourceTree tree = parts.trees().open(folder(id, source, progress));
    RepositoryReader.Reading reading = reading(tree, id, source);
    progress.accept(reading.summary(id));
    List<CollectionTree.Member> members = new ArrayList<>();
    Set<Sha256> stored = new HashSet<>();
    Consumer<UnitIntake.TakenUnit> sink =
        unit -> {
          documents.accept(unit.document());
          unit.metadata().ifPresent(guarding::add);
          members.add(new CollectionTree.Member(unit.entry(), unit.collection()));
          if (unit.stored()) {
            stored.add(unit.entry().sha256());
          }
        };
    try (FileListSpool fileLists = fileLists(reading);
        UnitIntake intake =
            new UnitIntake(
                new UnitIntake.Parts(parts.store(), tree, reading, fileLists, known),
                config.readers(),
                id,
                progress,
                sink)) {
      intake.take();
    }
    members.sort(CollectionTree.BY_PATH);
    return new Taken(
        reading.repository().format(),
        source.origin(),
        members,
        reading.written().keySet(),
        stored);
  }

  /** Checks a tree; see {@link RepositoryReader#read}. */
  RepositoryReader.Reading reading(SourceTree tree, ReleaseId id, RepositorySource source) {
    return new RepositoryReader(parts.roots(), new FolderIndexes(parts.openPgp(), parts.clock()))
        .read(tree, id, source.origin().isPresent());
  }

  /** The tree's folder; what is elsewhere is fetched first. */
  Path folder(ReleaseId id, RepositorySource source, Consumer<PublishEvent> progress) {
    return switch (source) {
      case RepositorySource.Folder here -> here.folder();
      case RepositorySource.Remote remote ->
          new IndexFetching(parts.origins(), parts.roots(), parts.work().resolve("indexes"))
              .fetch(remote, id, progress);
    };
  }

  /** A deb tells its files itself, where it is here. */
  FileListSpool fileLists(RepositoryReader.Reading reading) {
    Path folder = parts.work().resolve("file-lists");
    CheckedRepository repository = reading.repository();
    boolean wanted = reading.elsewhere() || repository.format() == PackageFormat.RPM;
    if (!wanted || !repository.hasFileLists()) {
      return FileListSpool.none(folder);
    }
    try {
      return FileListSpool.of(repository, folder);
    } catch (IOException | UncheckedIOException e) {
      throw EdosException.external(
          "cannot gather the packages' lists of files in %s: %s; make room there, and publish again"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** A composition of these files as of now, with the next number. */
  Composition composition(
      ReleaseId id,
      PackageFormat format,
      Optional<Origin> origin,
      List<Composition.Entry> entries,
      List<CollectionMetadata> collections) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    long visible =
        parts.index().releases().stream().mapToLong(PublishedRelease::number).max().orElse(0);
    long before = Math.max(visible, announcements.highestNumber());
    // Time is the floor, so that numbers grow even when nothing that came before is known any more.
    long number = Math.max(before + 1, now.toEpochMilli());
    return new Composition(
        id, number, now, now.plus(config.validity()), format, origin, entries, collections);
  }

  /**
   * Signs a composition and makes it visible, its collections with it.
   *
   * @param before is told of the release as it will be, just before the switch; where it fails,
   *     nothing becomes visible
   */
  PublishedRelease commit(
      MetadataIndex.Publication publication,
      Composition composition,
      Consumer<PublishedRelease> before) {
    CreationRule.require(composition);
    composition.collections().forEach(collection -> publication.add(MetadataXml.write(collection)));
    byte[] xml = CompositionXml.write(composition);
    SignedComposition signed =
        new SignedComposition(xml, parts.key().publicKey(), parts.key().sign(xml));
    PublishedRelease release = PublishedRelease.of(composition, signed.digest());
    before.accept(release);
    publication.commit(release, signed);
    return release;
  }

  /** Tells that a release is about to be visible; see {@link #commit}. */
  static Consumer<PublishedRelease> signed(Consumer<PublishEvent> progress) {
    return release -> progress.accept(new PublishEvent.Signed(release.id(), release.number()));
  }
}
