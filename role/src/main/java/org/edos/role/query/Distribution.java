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

/** What this peer knows of the distribution process, without asking anybody. */
public interface Distribution {
  /** What an index tells, for a peer that counts no downloads and runs no flash crowds. */
  static Distribution of(IndexReader index) {
    return new IndexedDistribution(index);
  }

  /** The releases whose compositions are at hand. */
  List<PublishedRelease> releases();

  /** The composition of one of them. */
  Optional<SignedComposition> composition(ReleaseId release);

  /** How often this peer gave a content away since it was started; empty if it does not count. */
  OptionalLong downloads(Sha256 content);

  /** A release's flash crowd, if this peer runs one. */
  Optional<CrowdStatus> crowd(ReleaseId release);
}
