package org.edos.role.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.SourceTree;
import org.edos.physical.content.SourceTrees;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.SigningKey;

/**
 * Publishes repository trees as releases: reads and checks the tree, takes its bytes into the
 * store, describes every unit, signs the composition, makes it all visible by one switch of the
 * index, and announces it. A publisher that dies on the way leaves nothing visible, and one that
 * dies before the announcement makes it when it starts again. One release is published at a time;
 * safe for use by many threads.
 */
public final class Publishing {
  /**
   * The mechanisms that publishing stands on, all owned by the caller.
   *
   * @param origins where the indexes of repositories elsewhere are fetched from
   * @param work a folder for indexes fetched and temporary files, used by this alone
   */
  public record Parts(
      SourceTrees trees,
      ContentStore store,
      MetadataIndex index,
      ChannelLog channels,
      LocationIndex locations,
      SigningKey key,
      RootSignatures roots,
      OpenPgp.Signer openPgp,
      URI address,
      Clock clock,
      OriginFiles origins,
      Path work) {}

  /**
   * What to publish.
   *
   * @param source where the repository is
   * @param name the release's name
   * @param version its version; empty for the next whole number
   */
  public record Request(RepositorySource source, String name, Optional<String> version) {}

  private final Parts parts;
  private final PublishConfig config;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Announcements announcements;

  /** Announces what became visible, or was withdrawn, just before an earlier process died. */
  public Publishing(Parts parts, PublishConfig config) {
    this.parts = parts;
    this.config = config;
    this.announcements = new Announcements(parts.channels());
    announcements.complete(parts.index().releases());
  }

  /**
   * Publishes a tree.
   *
   * @param crowd called when the release is visible and not yet announced: may open a flash crowd
   *     and give its address
   * @param progress told what happens, on the calling thread and readers' threads
   * @throws EdosException usage if there is such a release already or nothing to publish; refused
   *     if the tree is torn or badly signed; exhausted if the store or the disk is full
   */
  public PublishedRelease publish(
      Request request, Function<ReleaseId, Optional<URI>> crowd, Consumer<PublishEvent> progress) {
    oneAtATime.lock();
    try {
      ReleaseId id =
          new ReleaseId(
              request.name(), request.version().orElseGet(() -> nextVersion(request.name())));
      try (MetadataIndex.Publication publication = parts.index().open(id)) {
        PublishedRelease release = fill(publication, id, request.source(), progress);
        announce(release, crowd);
        progress.accept(
            new PublishEvent.Published(
                id, release.packages(), release.utilities(), release.bytes()));
        return release;
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  private PublishedRelease fill(
      MetadataIndex.Publication publication,
      ReleaseId id,
      RepositorySource source,
      Consumer<PublishEvent> progress) {
    SourceTree tree = parts.trees().open(folder(id, source, progress));
    RepositoryReader.Reading reading =
        new RepositoryReader(parts.roots(), new FolderIndexes(parts.openPgp(), parts.clock()))
            .read(tree, id, source.origin().isPresent());
    progress.accept(reading.summary(id));
    List<CollectionTree.Member> members = new ArrayList<>();
    Set<Sha256> stored = new HashSet<>();
    take(
        id,
        tree,
        reading,
        progress,
        unit -> {
          publication.add(unit.document());
          members.add(new CollectionTree.Member(unit.entry(), unit.collection()));
          if (unit.stored()) {
            stored.add(unit.entry().sha256());
          }
        });
    members.sort(Comparator.comparing(member -> member.entry().path()));
    List<CollectionMetadata> collections = CollectionTree.of(id, members);
    collections.forEach(collection -> publication.add(MetadataXml.write(collection)));
    Composition composition =
        composition(
            id,
            reading.repository().format(),
            source.origin(),
            members.stream().map(CollectionTree.Member::entry).toList(),
            collections);
    byte[] xml = CompositionXml.write(composition);
    SignedComposition signed =
        new SignedComposition(xml, parts.key().publicKey(), parts.key().sign(xml));
    PublishedRelease release = PublishedRelease.of(composition, signed.digest());
    // The bytes are here already; whoever hears of the release is to find them at once.
    parts.locations().announce(parts.address(), stored);
    publication.commit(release, signed);
    return release;
  }

  /** The tree's folder; what is elsewhere is fetched first. */
  private Path folder(ReleaseId id, RepositorySource source, Consumer<PublishEvent> progress) {
    return switch (source) {
      case RepositorySource.Folder here -> here.folder();
      case RepositorySource.Remote remote ->
          new IndexFetching(parts.origins(), parts.roots(), parts.work().resolve("indexes"))
              .fetch(remote, id, progress);
    };
  }

  private void take(
      ReleaseId id,
      SourceTree tree,
      RepositoryReader.Reading reading,
      Consumer<PublishEvent> progress,
      Consumer<UnitIntake.TakenUnit> sink) {
    try (FileListSpool fileLists = fileLists(reading);
        UnitIntake intake =
            new UnitIntake(
                parts.store(), config.readers(), id, tree, reading, fileLists, progress, sink)) {
      intake.take();
    }
  }

  /** A deb tells its files itself, where it is here. */
  private FileListSpool fileLists(RepositoryReader.Reading reading) {
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

  private Composition composition(
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

  /** A release that is visible is announced, even where no flash crowd can be opened for it. */
  private void announce(PublishedRelease release, Function<ReleaseId, Optional<URI>> crowd) {
    Optional<URI> address;
    try {
      address = crowd.apply(release.id());
    } catch (RuntimeException e) {
      announcements.published(release, Optional.empty());
      throw e;
    }
    announcements.published(release, address);
  }

  /**
   * Withdraws a release. Its contents stay in the store.
   *
   * @throws EdosException (not found) if there is no such release
   */
  public void unpublish(ReleaseId release) {
    oneAtATime.lock();
    try {
      if (!parts.index().unpublish(release)) {
        throw EdosException.notFound("no release " + release + " is published; see: edos releases");
      }
      announcements.withdrawn(release);
    } finally {
      oneAtATime.unlock();
    }
  }

  private String nextVersion(String name) {
    long next =
        parts.index().releases().stream()
                .filter(release -> release.id().name().equals(name))
                .map(release -> release.id().version())
                .filter(version -> version.matches("[0-9]{1,9}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0)
            + 1;
    return Long.toString(next);
  }
}
