package org.edos.app.rest;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.actor.Peer;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * The releases that apt and dnf ask for, kept at hand: the list for a second or until a channel
 * tells of a change, and the last few compositions. Safe for use by many threads.
 */
final class KnownReleases {
  private static final int KEPT = 4;
  private static final long FRESH_NANOS = 1_000_000_000L;

  private record Listing(List<PublishedRelease> releases, long at) {}

  private record Accepted(Sha256 digest, Composition composition) {}

  private final Peer peer;
  private final Runnable unlisten;
  private final Map<ReleaseId, Accepted> compositions =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ReleaseId, Accepted> eldest) {
          return size() > KEPT;
        }
      };
  private volatile Optional<Listing> listing = Optional.empty();
  private final AtomicLong changes = new AtomicLong();

  KnownReleases(Peer peer) {
    this.peer = peer;
    this.unlisten = peer.channels().listen(this::changed);
  }

  private void changed(ChannelEvent event) {
    switch (event.kind()) {
      case RELEASE_PUBLISHED, RELEASE_UPDATED, RELEASE_UNPUBLISHED -> {
        changes.incrementAndGet();
        listing = Optional.empty();
      }
      case CROWD_OPENED, UNIT_ADDED, UNIT_REMOVED -> {
        // The releases stay what they are.
      }
    }
  }

  List<PublishedRelease> list() {
    Optional<Listing> known = listing;
    if (known.isPresent() && System.nanoTime() - known.get().at() < FRESH_NANOS) {
      return known.get().releases();
    }
    long before = changes.get();
    Listing fresh = new Listing(List.copyOf(peer.releases()), System.nanoTime());
    listing = Optional.of(fresh);
    if (changes.get() != before) {
      listing = Optional.empty(); // the list may be of before the change
    }
    return fresh.releases();
  }

  Optional<PublishedRelease> find(String name, String version) {
    return list().stream()
        .filter(r -> r.id().name().equals(name) && r.id().version().equals(version))
        .findFirst();
  }

  /** The newest release of a name; not found if there is none. */
  PublishedRelease newest(String name) {
    return list().stream()
        .filter(release -> release.id().name().equals(name))
        .max(Comparator.comparingLong(PublishedRelease::number))
        .orElseThrow(() -> EdosException.notFound("no release '" + name + "'; see: edos releases"));
  }

  Composition composition(PublishedRelease release) {
    synchronized (compositions) {
      Accepted known = compositions.get(release.id());
      if (known == null || !known.digest().equals(release.composition())) {
        known = new Accepted(release.composition(), peer.composition(release.id()));
        compositions.put(release.id(), known);
      }
      return known.composition();
    }
  }

  void close() {
    unlisten.run();
  }
}
