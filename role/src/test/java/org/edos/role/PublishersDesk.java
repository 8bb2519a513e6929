package org.edos.role;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.role.publish.FlashCrowds;

/** The desk of the publisher's process that lives now; it may be away, or slow with its plan. */
final class PublishersDesk implements CrowdDesk {
  volatile boolean away;
  volatile boolean planning;
  final AtomicLong asked = new AtomicLong();
  private final Supplier<FlashCrowds> crowds;

  PublishersDesk(Supplier<FlashCrowds> crowds) {
    this.crowds = crowds;
  }

  @Override
  public void submit(URI crowd, WishList wishes) {
    here().submit(wishes);
  }

  @Override
  public Optional<Assignment> assignment(URI crowd, PeerId peer) {
    Optional<Assignment> assignment = here().assignment(release(crowd), peer);
    asked.incrementAndGet();
    return planning ? Optional.empty() : assignment;
  }

  @Override
  public byte[] torrent(URI crowd, int cluster) {
    return here().torrent(release(crowd), cluster);
  }

  @Override
  public ReportReceipt report(URI crowd, CrowdReport report) {
    return here().report(release(crowd), report);
  }

  /** Its address ends with the release's name and version. */
  private static ReleaseId release(URI crowd) {
    String[] steps = crowd.getPath().split("/", -1);
    return new ReleaseId(steps[steps.length - 2], steps[steps.length - 1]);
  }

  private FlashCrowds here() {
    if (away) {
      throw EdosException.external("cannot reach the publisher");
    }
    return crowds.get();
  }
}
