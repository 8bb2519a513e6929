package org.edos.examples.actor;

import java.net.URI;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.physical.dissemination.CrowdDesk;

/** For peers that only fetch single units: there is no flash crowd anywhere. */
final class NoFlashCrowds implements CrowdDesk {
  private static EdosException none(URI crowd) {
    return EdosException.notFound("no flash crowd at " + crowd);
  }

  @Override
  public void submit(URI crowd, WishList wishes) {
    throw none(crowd);
  }

  @Override
  public Optional<Assignment> assignment(URI crowd, PeerId peer) {
    throw none(crowd);
  }

  @Override
  public byte[] torrent(URI crowd, int cluster) {
    throw none(crowd);
  }

  @Override
  public ReportReceipt report(URI crowd, CrowdReport report) {
    throw none(crowd);
  }
}
