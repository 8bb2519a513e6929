package org.edos.actor;

import java.util.List;
import java.util.Optional;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.physical.index.IndexReader;

/** The releases of an index of one's own, all of which were accepted before they entered it. */
final class IndexedReleases implements KnownReleases {
  private final IndexReader index;

  IndexedReleases(IndexReader index) {
    this.index = index;
  }

  @Override
  public List<PublishedRelease> list() {
    return index.releases();
  }

  @Override
  public Optional<List<PublishedRelease>> recentList() {
    return Optional.of(index.releases());
  }

  @Override
  public void freshen() {}

  @Override
  public List<PublishedRelease> here() {
    return index.releases();
  }

  @Override
  public List<ReleaseId> accepted() {
    return index.releases().stream().map(PublishedRelease::id).toList();
  }

  @Override
  public Optional<SignedComposition> accepted(ReleaseId release) {
    return index.composition(release);
  }

  @Override
  public SignedComposition signed(ReleaseId release) {
    return index.composition(release).orElseThrow(() -> KnownReleases.none(release.toString()));
  }
}
