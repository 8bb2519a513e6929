package org.edos.actor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.edos.core.EdosException;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.release.SignedCompositionXml;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.trust.ReleaseTrust;

/**
 * The releases of a peer's entry. Compositions that were accepted are kept, and are the answer when
 * the entry is away; when it lists another composition for a release, that one is fetched. Safe for
 * use by many threads.
 */
final class EntryReleases implements KnownReleases {
  private static final String PREFIX = "release/";
  private static final Duration RECENT = Duration.ofSeconds(5);

  /** An entry that is away may take long to say nothing, so it is asked less often. */
  private static final Duration AWAY = Duration.ofSeconds(15);

  /** What the entry said when it was last asked; empty if it was away. */
  private record Listing(Instant asked, Optional<List<PublishedRelease>> releases) {
    /** Nobody has asked since there was reason to. */
    static Listing old() {
      return new Listing(Instant.MIN, Optional.empty());
    }
  }

  private final IndexReader entry;
  private final DocumentStore documents;
  private final ReleaseTrust trust;
  private final Clock clock;
  private final Map<ReleaseId, PublishedRelease> descriptions = new ConcurrentHashMap<>();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Listing listing = Listing.old();
  private final AtomicLong changes = new AtomicLong();

  EntryReleases(IndexReader entry, DocumentStore documents, ReleaseTrust trust, Clock clock) {
    this.entry = entry;
    this.documents = documents;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public List<PublishedRelease> list() {
    freshen();
    return recentList().orElseGet(this::here);
  }

  @Override
  public List<PublishedRelease> here() {
    return accepted().stream()
        .flatMap(release -> described(release).stream())
        .sorted(Comparator.comparingLong(PublishedRelease::number))
        .toList();
  }

  /** Read once, since a composition is large. */
  private Optional<PublishedRelease> described(ReleaseId release) {
    Optional<PublishedRelease> known = Optional.ofNullable(descriptions.get(release));
    Optional<PublishedRelease> found =
        known.isPresent()
            ? known
            : accepted(release)
                .map(signed ->
                    PublishedRelease.of(CompositionXml.read(signed.xml()), signed.digest()));
    found.ifPresent(description -> descriptions.put(release, description));
    return found;
  }

  @Override
  public Optional<List<PublishedRelease>> recentList() {
    Listing last = listing;
    if (isRecent(last)) {
      return last.releases();
    }
    // The first to find it old asks; whoever comes meanwhile has the old one, where there is one.
    if (last.asked().equals(Instant.MIN)) {
      asking.lock();
    } else if (!asking.tryLock()) {
      return last.releases();
    }
    try {
      if (!isRecent(listing)) {
        long before = changes.get();
        Optional<List<PublishedRelease>> answer = ask();
        listing = new Listing(clock.instant(), answer);
        if (changes.get() != before) {
          listing = Listing.old(); // the answer may be of before the change
        }
        return answer;
      }
      return listing.releases();
    } finally {
      asking.unlock();
    }
  }

  private boolean isRecent(Listing known) {
    Duration kept = known.releases().isPresent() ? RECENT : AWAY;
    return !known.asked().equals(Instant.MIN) && !clock.instant().isAfter(known.asked().plus(kept));
  }

  private Optional<List<PublishedRelease>> ask() {
    try {
      return Optional.of(entry.releases());
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.EXTERNAL) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void freshen() {
    changes.incrementAndGet();
    listing = Listing.old();
  }

  @Override
  public List<ReleaseId> accepted() {
    return documents.keys(PREFIX).stream()
        .map(key -> ReleaseId.parse(key.substring(PREFIX.length())))
        .toList();
  }

  @Override
  public Optional<SignedComposition> accepted(ReleaseId release) {
    return documents.get(PREFIX + release).map(SignedCompositionXml::read);
  }

  @Override
  public SignedComposition signed(ReleaseId release) {
    Optional<SignedComposition> known = accepted(release);
    if (known.isPresent() && !isReplaced(release, known.get())) {
      return known.get();
    }
    SignedComposition signed =
        entry.composition(release).orElseThrow(() -> KnownReleases.none(release.toString()));
    if (!trust.accept(signed).id().equals(release)) {
      throw EdosException.refused(
          "asked for " + release + " and was given another release; use another entry");
    }
    documents.put(PREFIX + release, SignedCompositionXml.write(signed));
    descriptions.remove(release);
    return signed;
  }

  /** An entry that lists an older state lags behind another that was asked before. */
  private boolean isReplaced(ReleaseId release, SignedComposition known) {
    Sha256 digest = known.digest();
    return recentList().stream()
        .flatMap(List::stream)
        .filter(listed -> listed.id().equals(release) && !listed.composition().equals(digest))
        .anyMatch(listed -> listed.number() > CompositionXml.read(known.xml()).number());
  }
}
