package org.edos.actor;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.unit.Sha256;
import org.edos.role.download.Neighbours;
import org.edos.role.locate.Acquaintance;
import org.edos.role.locate.Locating;
import org.edos.role.relay.Holders;

/**
 * What locating knows: for relaying and downloading as they ask, and for other daemons as far as it
 * is theirs to know. Safe for use by many threads.
 */
public final class LocatedHolders implements Holders, Neighbours, AutoCloseable {
  private final Locating locating;

  /** Closes it with itself. */
  public LocatedHolders(Locating locating) {
    this.locating = locating;
  }

  @Override
  public List<Holder> find(KnownFile file, Duration atMost) {
    return locating.find(file, atMost);
  }

  @Override
  public List<Holder> find(KnownFile file) {
    return locating.find(file, Duration.ZERO);
  }

  @Override
  public Optional<PieceHashes> pieces(KnownFile file, List<Holder> holders, Duration atMost) {
    return locating.pieces(file, holders, atMost);
  }

  @Override
  public void gave(Holder holder, long bytes, Duration time) {
    locating.gave(holder, bytes, time);
  }

  @Override
  public void failed(Holder holder, KnownFile file, Failing how) {
    locating.failed(holder, file, how);
  }

  @Override
  public void wrongPieces(KnownFile file, PieceHashes list) {
    locating.wrongPieces(file, list);
  }

  /** These files will be wanted soon: who has them is looked up ahead. Returns at once. */
  public void expect(Collection<KnownFile> files) {
    locating.expect(files);
  }

  /** Neighbours are told of these contents as well from now on, which are on their way here. */
  public void arriving(Supplier<Set<Sha256>> contents) {
    locating.arriving(contents);
  }

  /** What other daemons are told that this one holds; empty where it shares nothing. */
  public Optional<HoldingsFilter> ownFilter() {
    return locating.ownFilter();
  }

  /** The hashes of a shared content's pieces, for others; empty where it is not shared. */
  public Optional<PieceHashes> ownPieces(Sha256 content) {
    return locating.ownPieces(content);
  }

  /** The port of this machine's node of the hash table; empty where it has none. */
  public OptionalInt hashTableNode() {
    return locating.hashTableNode();
  }

  /**
   * Whom this daemon knows, and who can find it; see {@link Acquaintance}.
   *
   * @param near the daemons of the local network, and whether each shares something
   * @param wide whether it takes part in the hash table
   * @param nodes how many nodes of the hash table it knows
   * @param announced how many contents others can find here
   */
  public record Known(Map<URI, Boolean> near, boolean wide, int nodes, int announced) {}

  /** The acquaintance for those who tell of it. */
  public Known known() {
    Acquaintance now = acquaintance();
    return new Known(now.near(), now.wide(), now.nodes(), now.announced());
  }

  /** Whom it knows. */
  public Acquaintance acquaintance() {
    return locating.acquaintance();
  }

  @Override
  public void close() {
    locating.close();
  }
}
