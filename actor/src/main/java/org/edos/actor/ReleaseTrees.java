package org.edos.actor;

import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.role.query.Querying;

/**
 * The last few releases asked for, read, accepted and by path: what serves apt and dnf, who ask for
 * hundreds of files. A release is read anew when its composition is another. Safe for use by many
 * threads.
 */
final class ReleaseTrees {
  private static final int KEPT = 8;

  /** A release that was read. */
  record Tree(
      Sha256 digest,
      Composition composition,
      Map<RepositoryPath, Composition.Entry> entries,
      Map<Sha256, RepositoryPath> atOrigin) {
    static Tree of(Sha256 digest, Composition composition) {
      Map<RepositoryPath, Composition.Entry> entries = new HashMap<>();
      Map<Sha256, RepositoryPath> atOrigin = new HashMap<>();
      for (Composition.Entry entry : composition.entries()) {
        entries.put(entry.path(), entry);
        if (composition.origin().isPresent()) {
          atOrigin.putIfAbsent(entry.sha256(), entry.path());
        }
      }
      return new Tree(digest, composition, entries, atOrigin);
    }

    /** Where a content of the release lies outside the network, if it does. */
    Optional<URI> origin(Sha256 content) {
      return composition
          .origin()
          .flatMap(origin -> Optional.ofNullable(atOrigin.get(content)).map(origin::file));
    }

    Optional<Composition.Entry> find(RepositoryPath path) {
      return Optional.ofNullable(entries.get(path));
    }
  }

  private final KnownReleases releases;
  private final ReentrantLock reading = new ReentrantLock();
  private final Map<ReleaseId, Tree> trees =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ReleaseId, Tree> eldest) {
              return size() > KEPT;
            }
          });

  ReleaseTrees(KnownReleases releases) {
    this.releases = releases;
  }

  /**
   * A release as it is now, or was a few seconds ago.
   *
   * @throws EdosException not found if there is none; refused if it is not to be trusted
   */
  Tree tree(ReleaseId release) {
    return kept(release).orElseGet(() -> read(release));
  }

  /**
   * Does nothing if a release is here in the state that an event announces, or a newer one.
   *
   * @throws EdosException (external) if whoever is asked for it lags behind the event
   */
  void requireAnnounced(ReleaseId release, ChannelEvent event) {
    String number = event.details().getOrDefault("number", "");
    if (number.matches("[0-9]{1,18}")
        && tree(release).composition().number() < Long.parseLong(number)) {
      throw EdosException.external(
          "release " + release + " is not there yet as it was announced; it is tried again");
    }
  }

  private Optional<Tree> kept(ReleaseId release) {
    return Optional.ofNullable(trees.get(release)).filter(tree -> !isReplaced(tree, release));
  }

  /** Reads a release, which is large, once for all who ask meanwhile. */
  private Tree read(ReleaseId release) {
    reading.lock();
    try {
      Optional<Tree> kept = kept(release);
      if (kept.isPresent()) {
        return kept.get();
      }
      SignedComposition signed = releases.signed(release);
      Tree tree = Tree.of(signed.digest(), CompositionXml.read(signed.xml()));
      trees.put(release, tree);
      return tree;
    } finally {
      reading.unlock();
    }
  }

  /**
   * The contents of a unit and their sizes, or of a package that went from a moving release, whose
   * file is still to be had.
   *
   * @throws EdosException (not found) if there is no such unit, nor was
   */
  Map<Sha256, Long> contents(UnitId unit, Querying querying) {
    try {
      return querying.contents(List.of(unit));
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.NOT_FOUND) {
        throw e;
      }
      Composition.Entry entry = superseded(unit).orElseThrow(() -> e);
      return Map.of(entry.sha256(), entry.size());
    }
  }

  private Optional<Composition.Entry> superseded(UnitId unit) {
    return releases.accepted().stream()
        .filter(ReleaseId::moves)
        .flatMap(release -> tree(release).composition().superseded(unit).stream())
        .findFirst();
  }

  /** What is listed no more is left to {@link KnownReleases#signed} to refuse or go on with. */
  private boolean isReplaced(Tree kept, ReleaseId release) {
    Optional<List<PublishedRelease>> list = releases.recentList();
    return list.isPresent()
        && list.get().stream()
            .noneMatch(listed ->
                listed.id().equals(release)
                    && (listed.composition().equals(kept.digest())
                        || listed.number() < kept.composition().number()));
  }
}
