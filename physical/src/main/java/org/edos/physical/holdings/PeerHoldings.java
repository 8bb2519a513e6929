package org.edos.physical.holdings;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;

/**
 * Asks other daemons what they hold. Every call ends within a few seconds, and is the word of the
 * peer alone. Safe for use by many threads.
 */
public interface PeerHoldings {
  /**
   * What a peer shares.
   *
   * @param known the filter that it gave before, if there is one
   * @return the known one itself where nothing changed; empty where the peer shares nothing
   * @throws EdosException external if it cannot be reached; refused if it gives no filter
   */
  Optional<HoldingsFilter> filter(URI peer, Optional<HoldingsFilter> known);

  /**
   * The hashes of a file's pieces; empty where the peer does not hold it.
   *
   * @throws EdosException external if it cannot be reached; refused if it gives no such list
   */
  Optional<PieceHashes> pieces(URI peer, KnownFile file);

  /**
   * The port of a peer's node of the hash table, on the same machine as its daemon; empty where it
   * has none.
   *
   * @throws EdosException external if it cannot be reached or gives no port
   */
  OptionalInt hashTableNode(URI peer);
}
