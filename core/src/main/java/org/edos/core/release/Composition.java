package org.edos.core.release;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * The release document: every file of a release's tree, with what vouches for it. A peer computes
 * its wish list from it.
 *
 * @param id the release
 * @param number grows with every release that a publisher signs; an older one never replaces a
 *     newer
 * @param created when it was published
 * @param expires when a peer should no longer take it for the newest
 * @param format which program reads the tree, apt or dnf
 * @param origin where the files are to be had that no peer has; empty if the publisher has all
 * @param entries in path order, each path once
 * @param collections the root first, then those below it
 * @param history of a moving release: what its updates changed, the oldest first, at most {@link
 *     #MOST_CHANGES}
 */
public record Composition(
    ReleaseId id,
    long number,
    Instant created,
    Instant expires,
    PackageFormat format,
    Optional<Origin> origin,
    List<Entry> entries,
    List<CollectionMetadata> collections,
    List<UnitChange> history) {
  /** Most changes that a composition may remember, a bound for what comes from outside. */
  public static final int MOST_CHANGES = 1_000_000;

  /**
   * A file of the tree. Several paths may hold the same unit or the same bytes.
   *
   * @param path its place
   * @param unit the package or utility that it is
   * @param sha256 of its bytes
   * @param size in bytes
   * @param document hash of the unit's metadata document
   */
  public record Entry(
      RepositoryPath path, UnitId unit, Sha256 sha256, long size, Sha256 document) {}

  /** Checks that paths are in order and unique. */
  public Composition {
    entries = List.copyOf(entries);
    collections = List.copyOf(collections);
    history = List.copyOf(history);
    if (history.size() > MOST_CHANGES) {
      throw EdosException.refused(
          "composition of %s remembers more than %,d changes".formatted(id, MOST_CHANGES));
    }
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).path().compareTo(entries.get(i).path()) >= 0) {
        throw EdosException.refused(
            "composition of " + id + " repeats or misplaces " + entries.get(i).path());
      }
    }
  }

  /** A release without a history. */
  public Composition(
      ReleaseId id,
      long number,
      Instant created,
      Instant expires,
      PackageFormat format,
      Optional<Origin> origin,
      List<Entry> entries,
      List<CollectionMetadata> collections) {
    this(id, number, created, expires, format, origin, entries, collections, List.of());
  }

  /** A release without a history whose publisher has every byte of it. */
  public Composition(
      ReleaseId id,
      long number,
      Instant created,
      Instant expires,
      PackageFormat format,
      List<Entry> entries,
      List<CollectionMetadata> collections) {
    this(id, number, created, expires, format, Optional.empty(), entries, collections);
  }

  /** The same with other files, in path order. */
  public Composition withEntries(List<Entry> others) {
    return new Composition(
        id, number, created, expires, format, origin, others, collections, history);
  }

  /** The same with other collections, the root first. */
  public Composition with(List<CollectionMetadata> others) {
    return new Composition(id, number, created, expires, format, origin, entries, others, history);
  }

  /**
   * The distinct contents of the release and their sizes, in the order in which they first appear.
   * Wish lists count their positions.
   */
  public Map<Sha256, Long> contents() {
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    for (Entry entry : entries) {
      contents.putIfAbsent(entry.sha256(), entry.size());
    }
    return contents;
  }

  /** The file of a package that an update took away, where the history still has it. */
  public Optional<Entry> superseded(UnitId unit) {
    return gone().filter(entry -> entry.unit().equals(unit)).findFirst();
  }

  /** The file that was at a place until an update took it away. */
  public Optional<Entry> superseded(RepositoryPath path) {
    return gone().filter(entry -> entry.path().equals(path)).findFirst();
  }

  private Stream<Entry> gone() {
    return history.reversed().stream().flatMap(change -> change.before().stream());
  }

  /** What the update to this composition changed. */
  public List<UnitChange> newestChanges() {
    return history.stream().filter(change -> change.number() == number).toList();
  }

  /** How many bytes the distinct contents have together. */
  public long bytes() {
    return contents().values().stream().mapToLong(Long::longValue).sum();
  }
}
