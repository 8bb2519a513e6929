package org.edos.physical.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;

/**
 * Snapshots of existing repositories. Of each the current one and some before it are kept, and with
 * them what their indexes list, for clients that have not looked again. Keys are {@code
 * host[:port]/path}, with {@code https://} before it where the origin is asked by that; folders are
 * keys that end in a slash. What a call has returned from survives the death of the process, where
 * the adapter keeps anything. Safe for use by many threads; looking up never waits for somebody who
 * enters.
 */
public interface SnapshotCatalogue extends AutoCloseable {
  /** How many snapshots of a repository are kept, the current one among them. */
  int GENERATIONS = 3;

  /** Most repositories; the one that was renewed the longest ago makes room. */
  int MOST_REPOSITORIES = 500;

  /** The current snapshot of the repository whose root lies in that folder. */
  Optional<SnapshotHead> current(String folder);

  /** The current snapshots of all repositories, the newest first. */
  List<SnapshotHead> currents();

  /** A file of the current snapshot's root. */
  Optional<RootFile> root(String folder, String name);

  /**
   * Makes a snapshot the current one of its repository, in one step: whoever looks sees all of the
   * one before or all of this. The oldest snapshot that is one too many is forgotten, with what
   * only its indexes list.
   */
  void become(SnapshotHead head, List<RootFile> roots, List<ListedFile> files);

  /**
   * Makes a snapshot the current one of its repository as {@link #become} does, unless there is one
   * already, whatever it is.
   *
   * @return whether it is the current one now
   */
  boolean becomeFirst(SnapshotHead head, List<RootFile> roots, List<ListedFile> files);

  /** Adds or replaces a file of the current root, if that still is of this identity. */
  void add(SnapshotHead head, RootFile root);

  /** What an address stands for. */
  Optional<FoundFile> find(String key);

  /** Notes that somebody here used a part of a repository. */
  void use(String folder, String part, Instant when);

  /** The parts of a repository that were used since then. */
  List<String> used(String folder, Instant since);

  /**
   * Whether an index of the current snapshot was entered, in whatever packing.
   *
   * @param index as {@link ListedFile#index} names it
   */
  boolean entered(String folder, String index);

  /**
   * Enters what an index lists, all of it or, if telling fails, nothing. One that was entered
   * before is not read again.
   *
   * @return whether it was new
   * @throws EdosException what telling threw
   */
  boolean enter(PackageIndex index, Telling packages);

  /** Tells the packages of an index, one after the other. */
  interface Telling {
    /**
     * Tells all.
     *
     * @throws EdosException if the index cannot be read; nothing is entered then
     */
    void to(Consumer<ListedPackage> taker);
  }

  /** Forgets what an index said of a package, because the origin has something else there. */
  void forget(String key);

  @Override
  void close();
}
