package org.edos.physical.dissemination;

import java.net.URI;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;

/**
 * A flash crowd as its peers see it, at the address that its publisher announced. Safe for use by
 * many threads.
 */
public interface CrowdDesk {
  /**
   * Hands in a wish list; a peer's later one replaces its earlier one. When the window has closed,
   * it is planned after the others.
   *
   * @param crowd the desk's address, from the announcement
   * @throws EdosException not found if there is no such flash crowd, or it is over; refused if the
   *     wish list counts in another composition
   */
  void submit(URI crowd, WishList wishes);

  /**
   * A peer's part of the plan, once its wishes are planned and it is its turn; empty before, for
   * however long.
   *
   * @throws EdosException not found if there is no such flash crowd, or it is over, or the peer
   *     handed in no wish list, or its wishes cannot be served
   */
  Optional<Assignment> assignment(URI crowd, PeerId peer);

  /**
   * The torrent of a cluster.
   *
   * @throws EdosException (not found) if there is no such cluster
   */
  byte[] torrent(URI crowd, int cluster);

  /**
   * Tells the publisher how far a peer has come.
   *
   * @return when it wants to be told again, unless the peer is done before
   */
  ReportReceipt report(URI crowd, CrowdReport report);
}
