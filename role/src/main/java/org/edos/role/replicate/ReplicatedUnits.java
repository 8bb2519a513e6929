package org.edos.role.replicate;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Replica;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.location.LocationIndex;

/**
 * The single units of which a mirror publishes replicas: the Replicator's methods of the seed's
 * interface. The metadata that these take there is the signed document of the release here, which
 * no replicator may replace. What was taken up or dropped is remembered over restarts. Safe for use
 * by many threads.
 */
public final class ReplicatedUnits {
  private static final int SHARING = 100;
  private static final int ROUNDS = 3;

  /**
   * The mechanisms that it stands on, all owned by the caller.
   *
   * @param source where a unit is fetched whose location is given
   * @param fetching fetches the others
   * @param pushing tells other peers
   * @param self this mirror's address
   * @param whole whether it copies whole releases besides
   */
  public record Parts(
      IndexReader index,
      ContentStore store,
      LocationIndex locations,
      DocumentStore documents,
      ContentSource source,
      Fetching fetching,
      ReplicaPushing pushing,
      URI self,
      boolean whole) {}

  /** Fetches contents into the store. */
  @FunctionalInterface
  public interface Fetching {
    /**
     * Returns when each content is here or has failed.
     *
     * @param contents hashes and sizes
     * @return why contents are not here
     */
    Map<Sha256, String> fetch(Map<Sha256, Long> contents);
  }

  private final Parts parts;
  private final ReplicaNotes notes;
  private final ReentrantLock lock = new ReentrantLock();

  /** Takes up what an earlier process noted. */
  public ReplicatedUnits(Parts parts) {
    this.parts = parts;
    this.notes = new ReplicaNotes(parts.documents());
  }

  /**
   * Takes up a replica of a package and tells the locations: {@code publishReplicatedPackage}.
   *
   * @param location the peer to fetch it from; empty for the best ones
   * @throws EdosException not found if no visible release has it; exhausted if the store has no
   *     room for it, before anything is fetched; external if nobody gives it; refused if the peer
   *     given sends other bytes
   */
  public Replica publishPackage(PackageId unit, Optional<URI> location) {
    return publish(unit, location);
  }

  /** As {@link #publishPackage}: {@code publishReplicatedUtility}. */
  public Replica publishUtility(UtilityId unit, Optional<URI> location) {
    return publish(unit, location);
  }

  /** As {@link #publishPackage}, with all below it: {@code publishReplicatedCollection}. */
  public Replica publishCollection(CollectionId unit, Optional<URI> location) {
    return publish(unit, location);
  }

  /**
   * Withdraws the replica of a package, first from the locations and then from the store: {@code
   * unpublishReplicatedPackage}. Bytes that another unit held here has as well stay. A mirror that
   * copies whole releases leaves the unit out from now on.
   *
   * @return what went
   * @throws EdosException not found if no visible release has it and it was not taken up
   */
  public Replica unpublishPackage(PackageId unit) {
    return unpublish(unit);
  }

  /** As {@link #unpublishPackage}: {@code unpublishReplicatedUtility}. */
  public Replica unpublishUtility(UtilityId unit) {
    return unpublish(unit);
  }

  /** As {@link #unpublishPackage}, with all below it: {@code unpublishReplicatedCollection}. */
  public Replica unpublishCollection(CollectionId unit) {
    return unpublish(unit);
  }

  /**
   * Tells the locations that a peer holds a package: {@code publishReplicatedPackageLocation}. It
   * is a hint; the bytes are checked by whoever fetches them.
   *
   * @throws EdosException usage if the location is no peer's address; not found if no visible
   *     release has the package
   */
  public void publishPackageLocation(PackageId unit, URI location) {
    parts.locations().announce(location, extent(unit).contents().keySet());
  }

  /** Takes that back: {@code unpublishReplicatedPackageLocation}. */
  public void unpublishPackageLocation(PackageId unit, URI location) {
    parts.locations().withdraw(location, extent(unit).contents().keySet());
  }

  /**
   * Has chosen peers take replicas of units that are here, where their users let mirrors push:
   * {@code publishReplicatedPackagePush}.
   *
   * @param peers addresses of their daemons
   * @return what each answered
   * @throws EdosException usage if nobody is meant; not found if a unit is not here, or in no
   *     visible release
   */
  public List<Pushed.Answer> push(List<UnitId> units, Collection<URI> peers) {
    for (UnitId unit : units) {
      if (!missing(extent(unit).contents()).isEmpty()) {
        throw EdosException.notFound(
            "this mirror does not hold " + unit + "; take it up with: edos replicate " + unit);
      }
    }
    return parts.pushing().offer(units, peers);
  }

  /** As {@link #publishPackage}, for a unit of any kind. */
  public Replica publish(UnitId unit, Optional<URI> location) {
    Extent extent = extent(unit);
    requireRoom(unit, missing(extent.contents()));
    Optional<ReplicaNote> before = locked(() -> notes.find(unit));
    ReplicaNote note =
        locked(() -> {
          Extent all =
              notes.find(unit).filter(ReplicaNote::isHeld).map(extent::with).orElse(extent);
          return notes.add(unit, ReplicaNote.State.HELD, all);
        });
    try {
      bring(note, extent.contents().keySet(), location);
    } catch (EdosException e) {
      locked(() -> restoreNote(note, before));
      throw e;
    }
    locked(() -> forgetDropped(extent.units()));
    return new Replica(unit, extent.contents().size(), ReplicaNote.sum(extent.contents()));
  }

  /** What was told before is so again, unless something else was told meanwhile. */
  private Optional<ReplicaNote> restoreNote(ReplicaNote failed, Optional<ReplicaNote> before) {
    if (isCurrent(failed)) {
      before.ifPresentOrElse(notes::put, () -> notes.remove(failed.unit()));
    }
    return before;
  }

  private boolean isCurrent(ReplicaNote note) {
    return notes.find(note.unit()).filter(now -> now.turn() == note.turn()).isPresent();
  }

  /** Notes that a later one of something above them has overruled. */
  private int forgetDropped(Set<UnitId> units) {
    List<UnitId> overruled =
        units.stream()
            .filter(unit -> notes.find(unit).filter(note -> !note.isHeld()).isPresent())
            .toList();
    overruled.forEach(notes::remove);
    return overruled.size();
  }

  /**
   * Fetches what is missing, and looks again: what another unit shares may have been removed in the
   * meantime. Tells the locations while nobody can remove anything.
   */
  private void bring(ReplicaNote note, Collection<Sha256> wanted, Optional<URI> location) {
    for (int round = 0; round < ROUNDS; round++) {
      Map<Sha256, Long> missing = locked(() -> missing(note, wanted));
      if (missing.isEmpty()) {
        return;
      }
      fetch(note.unit(), missing, location);
    }
    throw EdosException.conflict(
        "files of %s were removed as often as they were fetched; try again".formatted(note.unit()));
  }

  /**
   * What is still missing; where nothing is, the locations are told. What was dropped since it was
   * wanted goes.
   */
  private Map<Sha256, Long> missing(ReplicaNote note, Collection<Sha256> wanted) {
    if (!isCurrent(note)) {
      removeUnneeded(note.contents());
      throw EdosException.conflict(note.unit() + " was dropped while it was fetched");
    }
    Map<Sha256, Long> held = new LinkedHashMap<>(note.contents());
    held.keySet().retainAll(Set.copyOf(wanted));
    Map<Sha256, Long> dropped = new LinkedHashMap<>(held);
    held.keySet().removeIf(content -> !notes.isHeld(content));
    dropped.keySet().removeAll(held.keySet());
    Map<Sha256, Long> missing = missing(held);
    if (missing.isEmpty()) {
      removeUnneeded(dropped);
      parts.locations().announce(parts.self(), List.copyOf(held.keySet()));
    }
    return missing;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private Map<Sha256, Long> missing(Map<Sha256, Long> contents) {
    Map<Sha256, Long> missing = new LinkedHashMap<>(contents);
    missing.keySet().removeIf(parts.store()::contains);
    return missing;
  }

  private void requireRoom(UnitId unit, Map<Sha256, Long> missing) {
    long needed = ReplicaNote.sum(missing);
    long left = parts.store().quotaBytes() - parts.store().usedBytes();
    if (needed > left) {
      throw EdosException.exhausted(
          "%s needs %,d more bytes, and the store has room for %,d; raise store-quota or drop other units"
              .formatted(unit, needed, left));
    }
  }

  private void fetch(UnitId unit, Map<Sha256, Long> missing, Optional<URI> location) {
    if (location.isPresent()) {
      missing.forEach((content, size) -> take(location.get(), content, size));
      return;
    }
    Map<Sha256, String> failed = parts.fetching().fetch(missing);
    if (!failed.isEmpty()) {
      throw EdosException.external(
          "%d of the %d files of %s could not be had, such as one for this reason: %s"
              .formatted(failed.size(), missing.size(), unit, failed.values().iterator().next()));
    }
  }

  private void take(URI peer, Sha256 content, long size) {
    try (InputStream bytes = parts.source().open(peer, content, size)) {
      parts.store().add(content, size, bytes);
    } catch (IOException e) {
      throw EdosException.external(peer + " broke off in " + content, e);
    }
  }

  /** As {@link #unpublishPackage}, for a unit of any kind. */
  public Replica unpublish(UnitId unit) {
    Optional<Extent> known = Extent.find(parts.index(), unit);
    return locked(() -> drop(unit, known));
  }

  private Replica drop(UnitId unit, Optional<Extent> known) {
    Extent all = known.orElseGet(() -> new Extent(Set.of(unit), Map.of(), Map.of()));
    for (UnitId below : all.units()) {
      all = notes.find(below).map(all::with).orElse(all);
    }
    if (known.isEmpty() && all.leaves().isEmpty()) {
      throw EdosException.notFound("no unit " + unit + " in any release, and none was taken up");
    }
    return finish(notes.add(unit, ReplicaNote.State.DROPPING, all), all.units());
  }

  private Replica finish(ReplicaNote dropping, Set<UnitId> below) {
    Map<Sha256, Long> gone = removeUnneeded(dropping.contents());
    below.stream().filter(unit -> !unit.equals(dropping.unit())).forEach(notes::remove);
    notes.put(dropping.dropped());
    return new Replica(dropping.unit(), gone.size(), ReplicaNote.sum(gone));
  }

  /** First from the locations, then from the store. */
  private Map<Sha256, Long> removeUnneeded(Map<Sha256, Long> contents) {
    Map<Sha256, Long> gone = new LinkedHashMap<>();
    contents.forEach((content, size) -> {
      if (parts.store().contains(content) && !isNeeded(content)) {
        gone.put(content, size);
      }
    });
    if (!gone.isEmpty()) {
      parts.locations().withdraw(parts.self(), List.copyOf(gone.keySet()));
      gone.keySet().forEach(parts.store()::remove);
    }
    return gone;
  }

  /** Whether a unit that is held here has the content. */
  private boolean isNeeded(Sha256 content) {
    if (notes.isHeld(content)) {
      return true;
    }
    if (!parts.whole()) {
      return false;
    }
    Query same = new Query.Is(Field.SHA256, content.hex());
    try (AnswerStream answers = parts.index().ask(Question.of(TreePattern.of(same), SHARING))) {
      while (answers.hasNext()) {
        if (!notes.isDropped(answers.next().document().id())) {
          return true;
        }
      }
      return answers.cursor().isPresent();
    }
  }

  /** The units that were taken up, as they were when their releases were last looked at. */
  public List<Replica> taken() {
    return locked(() -> notes.all(ReplicaNote.State.HELD)).stream()
        .map(ReplicaNote::replica)
        .toList();
  }

  /** The units that were taken up. */
  List<UnitId> held() {
    return taken().stream().map(Replica::unit).toList();
  }

  /** Whether a unit was dropped, and is to be left out of the copies of whole releases. */
  public boolean isDropped(UnitId unit) {
    return notes.isDropped(unit);
  }

  /**
   * Goes on with what an earlier process began, and with what releases have by now.
   *
   * @param failed told of units that are not all here
   */
  public void resume(BiConsumer<UnitId, EdosException> failed) {
    for (ReplicaNote note : locked(() -> notes.all(ReplicaNote.State.DROPPING))) {
      try {
        locked(() -> isCurrent(note) ? finish(note, note.leaves().keySet()) : note.replica());
      } catch (EdosException e) {
        failed.accept(note.unit(), e);
      }
    }
    for (UnitId unit : held()) {
      try {
        restore(unit);
      } catch (EdosException e) {
        failed.accept(unit, e);
      }
    }
  }

  /**
   * Fetches what is missing of a unit that was taken up, and what its collection has by now. What
   * was dropped since stays away; of what has left all releases nothing is fetched.
   *
   * @throws EdosException exhausted or external if it cannot be had
   */
  void restore(UnitId unit) {
    Optional<Extent> known = Extent.find(parts.index(), unit);
    Optional<ReplicaNote> noted = locked(() -> known.flatMap(extent -> grown(unit, extent)));
    if (known.isEmpty() || noted.isEmpty()) {
      return;
    }
    Set<Sha256> wanted = new LinkedHashSet<>();
    known
        .get()
        .leaves()
        .forEach((leaf, content) -> {
          if (!notes.isDropped(leaf)) {
            wanted.add(content);
          }
        });
    Map<Sha256, Long> missing = missing(known.get().contents());
    missing.keySet().retainAll(wanted);
    requireRoom(unit, missing);
    bring(noted.get(), wanted, Optional.empty());
  }

  /** The note of a unit that is held, with the members that its collection has by now. */
  private Optional<ReplicaNote> grown(UnitId unit, Extent extent) {
    Optional<ReplicaNote> noted = notes.find(unit).filter(ReplicaNote::isHeld);
    if (noted.isEmpty() || noted.get().leaves().keySet().containsAll(extent.leaves().keySet())) {
      return noted;
    }
    ReplicaNote note = noted.get();
    ReplicaNote more = ReplicaNote.of(unit, note.turn(), note.state(), extent.with(note));
    notes.put(more);
    return Optional.of(more);
  }

  private Extent extent(UnitId unit) {
    return Extent.of(parts.index(), unit);
  }
}
