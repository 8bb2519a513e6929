package org.edos.actor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.Sha256;
import org.edos.role.query.Distribution;

/** What an actor knows of the distribution process. Safe for use by many threads. */
final class PeerDistribution implements Distribution {
  private final KnownReleases releases;
  private final DownloadCounts downloads;
  private volatile Function<ReleaseId, Optional<CrowdStatus>> crowds = release -> Optional.empty();

  PeerDistribution(KnownReleases releases, DownloadCounts downloads) {
    this.releases = releases;
    this.downloads = downloads;
  }

  /** Tells where flash crowds are known, once they are. */
  void askForCrowds(Function<ReleaseId, Optional<CrowdStatus>> source) {
    crowds = source;
  }

  @Override
  public List<PublishedRelease> releases() {
    return releases.recentList().orElseGet(List::of);
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return releases.accepted(release);
  }

  @Override
  public OptionalLong downloads(Sha256 content) {
    return OptionalLong.of(downloads.of(content));
  }

  @Override
  public Optional<CrowdStatus> crowd(ReleaseId release) {
    return crowds.apply(release);
  }
}
