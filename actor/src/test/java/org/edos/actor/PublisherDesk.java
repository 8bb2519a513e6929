package org.edos.actor;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.trust.ed25519.Ed25519Key;

/**
 * The desk of a publisher in the same process, at which a peer signs what it hands in.
 *
 * @param counter numbers the peer's reports
 */
record PublisherDesk(Supplier<Publisher> publisher, Ed25519Key key, AtomicLong counter)
    implements CrowdDesk {
  PublisherDesk(Supplier<Publisher> publisher, Ed25519Key key) {
    this(publisher, key, new AtomicLong());
  }

  @Override
  public void submit(URI crowd, WishList wishes) {
    publisher
        .get()
        .submitWishes(
            new SignedWishes(wishes, key.publicKey(), key.sign(SignedWishes.message(wishes))));
  }

  @Override
  public Optional<Assignment> assignment(URI crowd, PeerId peer) {
    return publisher.get().crowdAssignment(release(crowd), peer);
  }

  @Override
  public byte[] torrent(URI crowd, int cluster) {
    return publisher.get().crowdTorrent(release(crowd), cluster);
  }

  @Override
  public ReportReceipt report(URI crowd, CrowdReport report) {
    ReleaseId release = release(crowd);
    Sha256 composition = publisher.get().signedComposition(release).digest();
    long number = counter.incrementAndGet();
    byte[] message = SignedReport.message(release, composition, number, report);
    return publisher
        .get()
        .crowdReport(
            release,
            new SignedReport(report, composition, number, key.publicKey(), key.sign(message)));
  }

  private static ReleaseId release(URI crowd) {
    String[] steps = crowd.getPath().split("/");
    return new ReleaseId(steps[steps.length - 2], steps[steps.length - 1]);
  }
}
