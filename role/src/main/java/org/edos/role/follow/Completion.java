package org.edos.role.follow;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.edos.core.EdosException;
import org.edos.core.gateway.ListedFile;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.SnapshotCatalogue;

/**
 * Brings the parts of a new snapshot that were used of the one before, so that nobody gets a root
 * whose indexes are not there yet.
 */
final class Completion {
  /** How long after its last use a part still is waited for. */
  private static final Duration IN_USE = Duration.ofDays(7);

  /** How long a repository is kept back for parts that do not come. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final long MOST_BYTES = 1L << 30;

  private final SnapshotCatalogue catalogue;
  private final Fetch fetch;
  private final Indexes indexes;
  private final Clock clock;

  /** A root that is kept back, and since when. */
  private record Kept(Sha256 identity, Instant since) {}

  /** By folder. */
  private final Map<String, Kept> keptBack = new ConcurrentHashMap<>();

  Completion(Following.Parts parts, Indexes indexes) {
    this.catalogue = parts.catalogue();
    this.fetch = parts.fetch();
    this.indexes = indexes;
    this.clock = parts.clock();
  }

  /**
   * Brings what is missing and enters it.
   *
   * @return whether the candidate is complete, or has been incomplete for so long that it may
   *     become the current one all the same
   */
  boolean complete(Candidate candidate) {
    String folder = candidate.head().folder();
    Executor threads = task -> Thread.ofVirtual().name("edos-follow-part").start(task);
    List<CompletableFuture<?>> parts = new ArrayList<>();
    for (ListedFile file : needed(candidate)) {
      parts.add(CompletableFuture.runAsync(() -> bring(candidate, file), threads));
    }
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)).join();
      keptBack.remove(folder);
      return true;
    } catch (CompletionException e) {
      Instant now = clock.instant();
      Sha256 identity = candidate.head().identity();
      Kept kept =
          keptBack.compute(
              folder,
              (f, before) ->
                  before != null && before.identity().equals(identity)
                      ? before
                      : new Kept(identity, now));
      boolean late = now.isAfter(kept.since().plus(PATIENCE));
      System.getLogger(Following.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "{0}: a new root of {1} is not complete at its origin{2}: {3}",
              folder,
              candidate.head().made(),
              late ? ", but taken" : "; the one before is served on",
              e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      if (late) {
        keptBack.remove(folder);
      }
      return late;
    }
  }

  /** The origin shows the current root of a repository: nothing of it is kept back any more. */
  void settled(String folder) {
    keptBack.remove(folder);
  }

  private List<ListedFile> needed(Candidate candidate) {
    Set<String> used =
        new HashSet<>(catalogue.used(candidate.head().folder(), clock.instant().minus(IN_USE)));
    return candidate.files().stream()
        .filter(file -> !Origins.isByHash(file.path()))
        .filter(file -> used.remove(file.part()))
        .filter(file -> file.file().size() <= MOST_BYTES)
        .toList();
  }

  private void bring(Candidate candidate, ListedFile file) {
    String folder = candidate.head().folder();
    List<URI> origins = Origins.of(folder, file, true);
    Content content = fetch.fetch(file.file(), origins);
    if (file.index().isPresent()) {
      try {
        indexes
            .enter(
                new Indexes.IndexFile(
                    folder, candidate.head().format(), file, candidate.head().made()),
                content)
            .join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof EdosException)) {
          throw e;
        }
        // It is what the root promises; that it cannot be read here keeps nobody else from it.
      }
    }
  }
}
