package org.edos.physical.holdings.memory;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.physical.holdings.PeerHoldings;

/** Daemons of one process by their addresses; others cannot be reached. For many threads. */
public final class MemoryHoldings implements PeerHoldings {
  /** What a daemon answers. */
  public interface Daemon {
    /** Its filter; empty where it shares nothing. */
    Optional<HoldingsFilter> filter();

    /** The hashes of a file's pieces; empty where it does not hold it. */
    default Optional<PieceHashes> pieces(KnownFile file) {
      return Optional.empty();
    }

    /** The port of its node of the hash table. */
    default OptionalInt hashTableNode() {
      return OptionalInt.empty();
    }
  }

  private final Map<URI, Daemon> daemons = new ConcurrentHashMap<>();

  /** Nobody can be reached yet. */
  public MemoryHoldings() {}

  /** A daemon answers from now on. */
  public void start(URI peer, Daemon daemon) {
    daemons.put(peer, daemon);
  }

  /** A daemon cannot be reached from now on. */
  public void stop(URI peer) {
    daemons.remove(peer);
  }

  private Daemon at(URI peer) {
    Daemon daemon = daemons.get(peer);
    if (daemon == null) {
      throw EdosException.external("cannot reach " + peer + ": is its daemon running?");
    }
    return daemon;
  }

  @Override
  public Optional<HoldingsFilter> filter(URI peer, Optional<HoldingsFilter> known) {
    return at(peer).filter();
  }

  @Override
  public Optional<PieceHashes> pieces(URI peer, KnownFile file) {
    return at(peer).pieces(file);
  }

  @Override
  public OptionalInt hashTableNode(URI peer) {
    return at(peer).hashTableNode();
  }
}
