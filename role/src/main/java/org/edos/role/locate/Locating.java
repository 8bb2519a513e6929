package org.edos.role.locate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.holdings.PeerHoldings;
import org.edos.physical.lan.LocalNetwork;

/**
 * Knows who else has a file, and remembers how they did. Nothing of it throws because of another
 * machine, nor waits longer than it is told to. Safe for use by many threads.
 */
public final class Locating implements AutoCloseable {
  /**
   * What it works with. It closes the local network, and nothing else.
   *
   * @param self this daemon's address, which is never among the holders
   * @param lan finds daemons near; empty for none
   * @param given daemons that are asked as if they were found near
   * @param holdings asks daemons what they hold
   * @param shared what this daemon gives
   * @param documents remembers who lied
   */
  public record Parts(
      URI self,
      Optional<LocalNetwork> lan,
      List<URI> given,
      PeerHoldings holdings,
      Shared shared,
      DocumentStore documents,
      Clock clock) {
    /** Copies the list. */
    public Parts {
      given = List.copyOf(given);
    }
  }

  private final Parts parts;
  private final Reputation reputation;
  private final NearPeers near;
  private final PieceLists lists;
  private final OwnHoldings own;

  /** Looks for peers from now on, beside the caller. */
  public Locating(Parts parts) {
    this.parts = parts;
    this.reputation = new Reputation(parts.documents(), parts.clock());
    this.near =
        new NearPeers(parts.self(), parts.given(), parts.holdings(), reputation, parts.clock());
    this.lists = new PieceLists(parts.holdings(), reputation);
    this.own = new OwnHoldings(parts.shared(), parts.clock());
    near.begin();
    parts.lan().ifPresent(lan -> lan.begin(near));
  }

  /**
   * Peers that may hold a file, the best first; never one that was found lying, nor one that was
   * found away lately. Returns at once what is known where something is known.
   *
   * @param atMost how long to look where nothing is known yet
   */
  public List<Holder> find(KnownFile file, Duration atMost) {
    near.use();
    List<Holder> holders = new ArrayList<>();
    near.holders(file.sha256()).forEach(peer -> holders.add(new Holder(peer, Via.LAN)));
    return reputation.inOrder(holders, file.sha256());
  }

  /** These files will be wanted soon: who has them is looked up ahead. Returns at once. */
  public void expect(Collection<KnownFile> files) {
    near.use();
  }

  /**
   * The hashes of a file's pieces, as most of those asked have it; empty where nobody says, or the
   * file is one piece.
   *
   * @param holders whom to ask, among others
   */
  public Optional<PieceHashes> pieces(KnownFile file, List<Holder> holders, Duration atMost) {
    return lists.find(file, holders, atMost);
  }

  /** A peer gave bytes. */
  public void gave(Holder holder, long bytes, Duration time) {
    reputation.gave(holder.peer(), bytes, time);
  }

  /** A peer failed. */
  public void failed(Holder holder, KnownFile file, Failing how) {
    reputation.failed(holder.peer(), file.sha256(), how);
  }

  /**
   * A list of piece hashes proved wrong for a file: whoever vouched for it is not believed again.
   */
  public void wrongPieces(KnownFile file, PieceHashes list) {
    lists.wrong(file, list);
  }

  /** What others are told that this daemon holds; empty where it shares nothing. */
  public Optional<HoldingsFilter> ownFilter() {
    return own.filter();
  }

  /**
   * The hashes of a shared content's pieces, for others; empty where it is not shared.
   *
   * @throws EdosException external if the content cannot be read
   */
  public Optional<PieceHashes> ownPieces(Sha256 content) {
    return own.pieces(content);
  }

  /** The daemons of the local network that were found or given, and whether each shares. */
  public Map<URI, Boolean> neighbours() {
    return near.known();
  }

  @Override
  public void close() {
    parts.lan().ifPresent(LocalNetwork::close);
    near.close();
  }
}
