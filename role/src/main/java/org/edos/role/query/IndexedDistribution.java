package org.edos.role.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;

/** What an index alone knows of the distribution process. */
record IndexedDistribution(IndexReader index) implements Distribution {
  @Override
  public List<PublishedRelease> releases() {
    return index.releases();
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return index.composition(release);
  }

  @Override
  public OptionalLong downloads(Sha256 content) {
    return OptionalLong.empty();
  }

  @Override
  public Optional<CrowdStatus> crowd(ReleaseId release) {
    return Optional.empty();
  }
}
