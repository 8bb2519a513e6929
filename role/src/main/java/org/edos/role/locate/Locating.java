package org.edos.role.locate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
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
import org.edos.physical.location.LocationIndex;
import org.edos.physical.torrent.HashTable;

/**
 * Knows who else has a file, and remembers how they did. Nothing of it throws because of another
 * machine, nor waits longer than it is told to. Safe for use by many threads.
 */
public final class Locating implements AutoCloseable {
  /**
   * What it works with. It closes the local network and the hash table, and nothing else.
   *
   * @param self this daemon's address, which is never among the holders
   * @param lan finds daemons near; empty for none
   * @param given daemons that are asked as if they were found near
   * @param holdings asks daemons what they hold
   * @param shared what this daemon gives
   * @param documents remembers who lied
   * @param locations of the indexing network; empty where there is none
   * @param wide for finding peers anywhere, and being found; empty to stay in the local network
   */
  public record Parts(
      URI self,
      Optional<LocalNetwork> lan,
      List<URI> given,
      PeerHoldings holdings,
      Shared shared,
      DocumentStore documents,
      Clock clock,
      Optional<LocationIndex> locations,
      Optional<Wide> wide) {
    /** Copies the list. */
    public Parts {
      given = List.copyOf(given);
    }
  }

  /**
   * The wide area.
   *
   * @param table of all who take part
   * @param nodes of the table to be met first, {@code host:port}
   * @param daemons that may have further nodes
   */
  public record Wide(HashTable table, List<String> nodes, Supplier<List<URI>> daemons) {
    /**
     * Copies the list.
     *
     * @throws EdosException usage if one is no node
     */
    public Wide {
      nodes = List.copyOf(nodes);
      for (String node : nodes) {
        if (!node.matches("[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:.]+]:[0-9]{1,5}")
            || Integer.parseInt(node.substring(node.lastIndexOf(':') + 1)) > 65_535) {
          throw EdosException.usage("a node of the hash table is HOST:PORT, not '" + node + "'");
        }
      }
    }
  }

  private final Parts parts;
  private final Reputation reputation;
  private final NearPeers near;
  private final PieceLists lists;
  private final OwnHoldings own;
  private final FarPeers far;
  private Optional<Meetings> meetings = Optional.empty();
  private Optional<Announcing> announcing = Optional.empty();

  /** Looks for peers from now on, beside the caller. */
  public Locating(Parts parts) {
    this.parts = parts;
    this.reputation = new Reputation(parts.documents(), parts.clock());
    this.near =
        new NearPeers(parts.self(), parts.given(), parts.holdings(), reputation, parts.clock());
    Optional<HashTable> table = parts.wide().map(Wide::table);
    this.lists = new PieceLists(parts.holdings(), table.map(PieceItems::new), reputation);
    this.own = new OwnHoldings(parts.shared(), parts.clock());
    this.far = new FarPeers(parts.self(), table, parts.locations(), parts.clock());
    near.begin();
    parts.lan().ifPresent(lan -> lan.begin(near));
    parts.wide().ifPresent(this::begin);
  }

  private void begin(Wide wide) {
    meetings =
        Optional.of(
            new Meetings(wide.table(), wide.nodes(), () -> daemons(wide), parts.holdings()));
    announcing =
        Optional.of(
            new Announcing(
                parts.self(), parts.shared(), own, wide.table(), parts.locations(), parts.clock()));
    meetings.ifPresent(Meetings::begin);
    announcing.ifPresent(Announcing::begin);
  }

  private List<URI> daemons(Wide wide) {
    List<URI> all = new ArrayList<>(wide.daemons().get());
    all.addAll(near.known().keySet());
    all.remove(parts.self());
    return all;
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
    holders.addAll(far.known(file.sha256()));
    List<Holder> known = reputation.inOrder(holders, file.sha256());
    return known.isEmpty()
        ? reputation.inOrder(far.find(file.sha256(), atMost), file.sha256())
        : known;
  }

  /** These files will be wanted soon: who has them is looked up ahead. Returns at once. */
  public void expect(Collection<KnownFile> files) {
    near.use();
    far.expect(
        files.stream()
            .map(KnownFile::sha256)
            .filter(content -> near.holders(content).isEmpty())
            .toList());
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

  /**
   * Neighbours are told of these contents as well from now on: they are on their way here, and
   * parts of them may be had already.
   */
  public void arriving(Supplier<Set<Sha256>> contents) {
    own.arriving(contents);
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

  /** The port of this machine's node of the hash table; empty where it has none. */
  public OptionalInt hashTableNode() {
    return parts.wide().map(wide -> wide.table().port()).orElse(OptionalInt.empty());
  }

  /** Whom it knows. */
  public Acquaintance acquaintance() {
    return new Acquaintance(
        new TreeMap<>(near.known()),
        parts.wide().isPresent(),
        parts.wide().map(wide -> wide.table().nodes()).orElse(0),
        announcing.map(Announcing::announced).orElse(0));
  }

  @Override
  public void close() {
    parts.lan().ifPresent(LocalNetwork::close);
    near.close();
    far.close();
    meetings.ifPresent(Meetings::close);
    announcing.ifPresent(Announcing::close);
    parts.wide().map(Wide::table).ifPresent(HashTable::close);
  }
}
