package org.edos.role.publish;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UpdateRequest;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.SourceTrees;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.solver.Solver;
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
   * @param documents where transactions note what they are to tell channels
   * @param work a folder for indexes fetched and temporary files, used by this alone
   * @param solver finds what a new state makes uninstallable
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
      DocumentStore documents,
      Path work,
      Solver solver) {}

  /**
   * What to publish.
   *
   * @param source where the repository is
   * @param name the release's name
   * @param version its version; empty for the next whole number
   * @param installability what to do if it makes packages uninstallable that the newest release of
   *     its name has not so; empty for the publisher's own policy
   */
  public record Request(
      RepositorySource source,
      String name,
      Optional<String> version,
      Optional<InstallabilityPolicy> installability) {
    /** By the publisher's own policy. */
    public Request(RepositorySource source, String name, Optional<String> version) {
      this(source, name, version, Optional.empty());
    }
  }

  private final Parts parts;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Announcements announcements;
  private final ReleaseMaking making;
  private final Updating updating;
  private final Transacting transacting;
  private final Previewing previewing;

  /** Announces what became visible, or was withdrawn, just before an earlier process died. */
  public Publishing(Parts parts, PublishConfig config) {
    this.parts = parts;
    this.announcements = new Announcements(parts.channels());
    this.making = new ReleaseMaking(parts, config, announcements);
    this.updating = new Updating(parts, making);
    announcements.complete(parts.index());
    this.transacting = new Transacting(parts, making, updating);
    this.previewing = new Previewing(parts, making);
  }

  /**
   * Publishes a tree; one of the version {@code current} takes the place of what is published as
   * that.
   *
   * @param crowd called when the release is visible and not yet announced: may open a flash crowd
   *     and give its address
   * @param progress told what happens, on the calling thread and readers' threads
   * @throws EdosException usage if there is such a release already or nothing to publish; refused
   *     if the tree is torn or badly signed; exhausted if the store or the disk is full
   */
  public PublishedRelease publish(
      Request request, Function<ReleaseId, Optional<URI>> crowd, Consumer<PublishEvent> progress) {
    if (request.version().filter(ReleaseId.CURRENT::equals).isPresent()) {
      UpdateRequest update =
          new UpdateRequest(
              request.name(),
              new UpdateRequest.Tree(request.source()),
              false,
              request.installability());
      return update(update, crowd, progress).release();
    }
    return alone(() -> {
      ReleaseId id =
          new ReleaseId(
              request.name(), request.version().orElseGet(() -> nextVersion(request.name())));
      try (MetadataIndex.Publication publication = parts.index().open(id)) {
        PublishedRelease release = fill(publication, id, request, progress);
        announce(release, List.of(), crowd);
        tellPublished(release, progress);
        return release;
      }
    });
  }

  /**
   * What {@link #publish} would make of a tree, against the newest release of its name; nothing is
   * taken in. Waits while something is published.
   *
   * @param progress told how far it has come
   * @throws EdosException as publishing itself, as far as the tree's indexes tell
   */
  public Preview preview(Request request, Consumer<PublishEvent> progress) {
    if (request.version().filter(ReleaseId.CURRENT::equals).isPresent()) {
      UpdateRequest.Source tree = new UpdateRequest.Tree(request.source());
      return preview(new UpdateRequest(request.name(), tree, false), progress);
    }
    return alone(() -> {
      ReleaseId id =
          new ReleaseId(
              request.name(), request.version().orElseGet(() -> nextVersion(request.name())));
      boolean taken = parts.index().releases().stream().anyMatch(one -> one.id().equals(id));
      if (taken) {
        throw EdosException.usage(
            "release " + id + " is published already; unpublish it first, or choose a version");
      }
      return previewing.preview(id, request.source(), newest(id.name()), progress);
    });
  }

  /**
   * What {@link #update} would make of a moving release; nothing is taken in. Waits while something
   * is published.
   *
   * @param progress told how far it has come
   * @throws EdosException as the update itself, as far as the tree's indexes tell
   */
  public Preview preview(UpdateRequest request, Consumer<PublishEvent> progress) {
    return alone(() -> {
      ReleaseId id = ReleaseId.current(request.name());
      Optional<MovingState> before = updating.state(id);
      Optional<Composition> state = before.map(MovingState::composition);
      return switch (request.source()) {
        case UpdateRequest.Tree tree -> previewing.preview(id, tree.repository(), state, progress);
        case UpdateRequest.Packages packages -> {
          try (AddedPackages folder = new AddedPackages(parts, id)) {
            yield previewing.preview(id, folder.gather(before, packages), state, progress);
          }
        }
      };
    });
  }

  private PublishedRelease fill(
      MetadataIndex.Publication publication,
      ReleaseId id,
      Request request,
      Consumer<PublishEvent> progress) {
    Guarding guarding = making.guarding(request.installability(), newest(id.name()));
    ReleaseMaking.Taken taken =
        making.take(id, request.source(), KnownPackages.NONE, publication::add, guarding, progress);
    Composition composition =
        making.composition(
            id,
            taken.format(),
            taken.origin(),
            taken.entries(),
            CollectionTree.of(id, taken.members()));
    guarding.check(composition, progress);
    // The bytes are here already; whoever hears of the release is to find them at once.
    parts.locations().announce(parts.address(), taken.stored());
    return making.commit(publication, composition, ReleaseMaking.signed(progress));
  }

  /**
   * Gives a moving release its next state, or its first one; nothing is published where nothing is
   * different.
   *
   * @param crowd see {@link #publish}
   * @param progress see {@link #publish}
   * @throws EdosException usage if there is nothing to publish or a package is older than the one
   *     that is there; refused if the tree is torn or badly signed, or packages are to be added
   *     where a distribution signs the indexes; exhausted if the store or the disk is full
   */
  public ReleaseUpdate update(
      UpdateRequest request,
      Function<ReleaseId, Optional<URI>> crowd,
      Consumer<PublishEvent> progress) {
    return alone(() -> {
      transacting.complete(request.name());
      ReleaseUpdate update = updating.update(request, progress);
      if (update.published()) {
        announce(update.release(), update.changes(), crowd);
        tellPublished(update.release(), progress);
      }
      return update;
    });
  }

  /**
   * Does all operations of a transaction, as one state of the moving release, or none; then tells
   * the channels that it feeds, each unit once whatever happens. What is lost on the way is
   * nothing: a publisher that is killed has done all of it or nothing when it starts again.
   *
   * @param missing what to do about channels that it feeds and that are not there
   * @throws EdosException conflict if another state is there than was expected; not found if what
   *     it takes away or names is not there; usage, refused or exhausted as {@link #update}
   */
  public ReleaseUpdate transact(
      Transaction transaction, MissingChannels missing, Consumer<PublishEvent> progress) {
    return alone(() -> {
      transacting.complete(transaction.release());
      Transacting.Done done = transacting.transact(transaction, missing, progress);
      ReleaseUpdate update = done.update();
      announce(update.release(), update.changes(), none -> Optional.empty());
      transacting.tell(done);
      tellPublished(update.release(), progress);
      return update;
    });
  }

  /**
   * Publishes the current state of a moving release under a version of its own, without reading
   * anything again. The moving release goes on.
   *
   * @param version empty for the next whole number
   * @throws EdosException not found if there is no moving release of that name; usage if there is
   *     such a version already
   */
  public PublishedRelease freeze(
      String name, Optional<String> version, Consumer<PublishEvent> progress) {
    return alone(() -> {
      transacting.complete(name);
      ReleaseId id = new ReleaseId(name, version.orElseGet(() -> nextVersion(name)));
      PublishedRelease release = updating.freeze(id, progress);
      announce(release, List.of(), none -> Optional.empty());
      tellPublished(release, progress);
      return release;
    });
  }

  private <T> T alone(Supplier<T> work) {
    oneAtATime.lock();
    try {
      return work.get();
    } finally {
      oneAtATime.unlock();
    }
  }

  private static void tellPublished(PublishedRelease release, Consumer<PublishEvent> progress) {
    progress.accept(
        new PublishEvent.Published(
            release.id(), release.packages(), release.utilities(), release.bytes()));
  }

  /** A release that is visible is announced, even where no flash crowd can be opened for it. */
  private void announce(
      PublishedRelease release,
      List<UnitChange> changes,
      Function<ReleaseId, Optional<URI>> crowd) {
    Optional<URI> address;
    try {
      address = crowd.apply(release.id());
    } catch (RuntimeException e) {
      announcements.published(release, changes, Optional.empty());
      throw e;
    }
    announcements.published(release, changes, address);
  }

  /**
   * Withdraws a release. Its contents stay in the store.
   *
   * @throws EdosException (not found) if there is no such release
   */
  public void unpublish(ReleaseId release) {
    alone(() -> {
      if (release.moves()) {
        transacting.complete(release.name());
      }
      if (!parts.index().unpublish(release)) {
        throw EdosException.notFound("no release " + release + " is published; see: edos releases");
      }
      announcements.withdrawn(release);
      return release;
    });
  }

  /** The state that a further release of that name comes after. */
  private Optional<Composition> newest(String name) {
    return parts.index().releases().stream()
        .filter(release -> release.id().name().equals(name))
        .max(Comparator.comparingLong(PublishedRelease::number))
        .flatMap(release -> parts.index().composition(release.id()))
        .map(signed -> CompositionXml.read(signed.xml()));
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
