package org.edos.role.publish;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.content.ContentStore;
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
  /** The mechanisms that publishing stands on, all owned by the caller. */
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
      Clock clock) {}

  /**
   * What to publish.
   *
   * @param tree a folder: an APT tree, an RPM tree, or package files
   * @param name the release's name
   * @param version its version; empty for the next whole number
   */
  public record Request(Path tree, String name, Optional<String> version) {}

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
        SourceTree tree = parts.trees().open(request.tree());
        RepositoryReader.Reading reading =
            new RepositoryReader(parts.roots(), new FolderIndexes(parts.openPgp(), parts.clock()))
                .read(tree, id);
        progress.accept(reading.summary(id));
        PublishedRelease release = fill(publication, id, tree, reading, progress);
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
      SourceTree tree,
      RepositoryReader.Reading reading,
      Consumer<PublishEvent> progress) {
    List<Composition.Entry> entries = new ArrayList<>();
    try (UnitIntake intake = new UnitIntake(parts.store(), config.readers())) {
      intake.take(
          id,
          tree,
          reading,
          progress,
          unit -> {
            publication.add(unit.document());
            entries.add(unit.entry());
          });
    }
    entries.sort((a, b) -> a.path().compareTo(b.path()));
    List<CollectionMetadata> collections = CollectionTree.of(id, reading.contents(), entries);
    collections.forEach(collection -> publication.add(MetadataXml.write(collection)));
    SignedComposition signed = sign(id, reading, entries, collections);
    PublishedRelease release = describe(signed);
    // The bytes are here already; whoever hears of the release is to find them at once.
    parts.locations().announce(parts.address(), contents(entries));
    publication.commit(release, signed);
    return release;
  }

  private static Set<Sha256> contents(List<Composition.Entry> entries) {
    return entries.stream().map(Composition.Entry::sha256).collect(Collectors.toSet());
  }

  private SignedComposition sign(
      ReleaseId id,
      RepositoryReader.Reading reading,
      List<Composition.Entry> entries,
      List<CollectionMetadata> collections) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    long visible =
        parts.index().releases().stream().mapToLong(PublishedRelease::number).max().orElse(0);
    long before = Math.max(visible, announcements.highestNumber());
    // Time is the floor, so that numbers grow even when nothing that came before is known any more.
    long number = Math.max(before + 1, now.toEpochMilli());
    Composition composition =
        new Composition(
            id,
            number,
            now,
            now.plus(config.validity()),
            reading.contents().format(),
            entries,
            collections);
    byte[] xml = CompositionXml.write(composition);
    return new SignedComposition(xml, parts.key().publicKey(), parts.key().sign(xml));
  }

  /** What a list of releases says of this composition. */
  static PublishedRelease describe(SignedComposition signed) {
    return PublishedRelease.of(CompositionXml.read(signed.xml()), signed.digest());
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

  /** A described, stored file of the tree. */
  record TakenUnit(Document document, Composition.Entry entry) {}
}
