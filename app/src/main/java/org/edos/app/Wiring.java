package org.edos.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.actor.AccessTokens;
import org.edos.actor.Client;
import org.edos.actor.Forwarding;
import org.edos.actor.Gateway;
import org.edos.actor.LocatedHolders;
import org.edos.actor.Mirror;
import org.edos.actor.Neighbours;
import org.edos.actor.Peer;
import org.edos.actor.PeerParts;
import org.edos.actor.PeopleParts;
import org.edos.actor.Publisher;
import org.edos.actor.Sessions;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Home;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.core.network.Invitation;
import org.edos.physical.audit.sqlite.SqliteAuditLog;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.channel.HeadBoard;
import org.edos.physical.channel.Heads;
import org.edos.physical.channel.LocalHeads;
import org.edos.physical.channel.grid.GridChannelLog;
import org.edos.physical.channel.grid.GridHeadBoard;
import org.edos.physical.channel.http.HttpChannelDesk;
import org.edos.physical.channel.http.HttpChannels;
import org.edos.physical.channel.http.HttpDeliveries;
import org.edos.physical.channel.http.HttpHeads;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.sqlite.SqliteInbox;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.content.http.HttpOrigin;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.dissemination.http.HttpCrowdDesk;
import org.edos.physical.dissemination.http.HttpOffers;
import org.edos.physical.dissemination.http.HttpReplicaOffers;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.sqlite.SqliteDocumentStore;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.GridRole;
import org.edos.physical.grid.GridTls;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.grid.GridIndex;
import org.edos.physical.index.http.HttpIndex;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.kept.Kept;
import org.edos.physical.kept.sqlite.SqliteKept;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.grid.GridLocationIndex;
import org.edos.physical.location.http.HttpLocations;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.membership.Members;
import org.edos.physical.membership.grid.GridMembers;
import org.edos.physical.membership.http.HttpMembers;
import org.edos.physical.membership.memory.MemoryMembers;
import org.edos.physical.peer.CallSigner;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.people.Users;
import org.edos.physical.people.grid.GridUsers;
import org.edos.physical.people.sqlite.SqliteTokens;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.trust.http.HttpJoinDesk;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.physical.trust.x509.TlsStore;
import org.edos.physical.trust.x509.X509Authority;
import org.edos.physical.xquery.saxon.SaxonQueries;
import org.edos.role.admit.Admitting;
import org.edos.role.admit.Joining;
import org.edos.role.admit.Membership;
import org.edos.role.replicate.ReplicateConfig;

/**
 * The one place where actors are given their real mechanisms. What it opens is closed, in reverse
 * order, by closing the wiring.
 */
public final class Wiring implements AutoCloseable {
  private static final String PUBLISHER_NAME = "publisher";

  private final Closing closing = new Closing();
  private final Home home;
  private final Settings settings;
  private final URI address;
  private final Identity identity;
  private final Clock clock = Clock.systemUTC();
  private final ContentStore store;
  private final DocumentStore documents;
  private Optional<String> remark = Optional.empty();
  private Optional<PeerParts> parts = Optional.empty();
  private Optional<LibtorrentEngine> engine = Optional.empty();

  private Wiring(ActorKind kind, Home home, Settings settings, URI address) {
    this.home = home;
    this.settings = settings;
    this.address = address;
    this.identity = new Identity(kind, settings, address);
    this.store =
        closing.add(FileContentStore.open(home.path("store"), settings.bytes(Setting.STORE_QUOTA)));
    this.documents = closing.add(new SqliteDocumentStore(home.path("documents.sqlite")));
  }

  /**
   * Opens an actor's mechanisms in a home, and the actor on them.
   *
   * @param address of this daemon as other peers reach it
   * @param entries the peer that a mirror follows, perhaps with an invitation, or the peers that a
   *     client asks; empty for a publisher and for a mirror that is a member already
   */
  public static Wired wire(
      ActorKind kind, Home home, Settings settings, URI address, List<URI> entries) {
    Wiring wiring = new Wiring(kind, home, settings, address);
    try {
      Peer peer =
          switch (kind) {
            case PUBLISHER -> wiring.publisher();
            case MIRROR -> wiring.mirror(entries);
            case CLIENT -> wiring.client(entries);
          };
      wiring.closing.add(peer);
      PeerParts parts = wiring.parts.orElseThrow();
      Kept kept = wiring.closing.add(new SqliteKept(home.path("kept.sqlite")));
      LocatedHolders holders =
          new LocatingWiring(settings, wiring.closing, parts, wiring.engine.orElseThrow())
              .holders(kept);
      peer.units().find(holders);
      Gateway gateway =
          new GatewayWiring(home, settings, wiring.closing, parts).gateway(holders, kept);
      Forwarding forwarding = new ForwardingWiring(settings, wiring.closing, parts).forwarding();
      AccessTokens tokens =
          new AccessTokens(
              wiring.closing.add(new SqliteTokens(home.path("tokens.sqlite"))), wiring.clock);
      Sessions sessions = new Sessions(wiring.documents, tokens, wiring.clock);
      return new Wired(peer, gateway, holders, forwarding, tokens, sessions, wiring, wiring.remark);
    } catch (RuntimeException e) {
      wiring.close();
      throw e;
    }
  }

  /**
   * An actor with its mechanisms.
   *
   * @param peer the actor
   * @param gateway to existing repositories
   * @param holders finds other daemons for it
   * @param forwarding passes on what arrives in the inbox
   * @param tokens of programs
   * @param sessions of people
   * @param wiring closes the actor and then its mechanisms
   * @param remark what its user should know; empty for nothing
   */
  public record Wired(
      Peer peer,
      Gateway gateway,
      LocatedHolders holders,
      Forwarding forwarding,
      AccessTokens tokens,
      Sessions sessions,
      Wiring wiring,
      Optional<String> remark) {
    /** By this name the daemon knows requests of its own that come back to it. */
    public String pseudonym() {
      return GatewayWiring.pseudonym(peer.id());
    }
  }

  private Publisher publisher() {
    PeerHttp http = closing.add(new PeerHttp());
    Ed25519Key key = peerKey();
    X509Authority authority = X509Authority.loadOrCreate(home.path("network"), clock);
    TlsStore tls =
        TlsStore.issued(home.path("network"), authority, PUBLISHER_NAME, Admitting.VALIDITY, clock);
    GridNode grid =
        grid(
            GridConfig.local(home.path("grid"), PUBLISHER_NAME)
                .withCopies(settings.number(Setting.GRID_COPIES, 0, 7))
                .in(GridRole.PUBLISHER, List.of(), certificate(tls)));
    MetadataIndex index = closing.add(new GridIndex(grid));
    ChannelLog channels = closing.add(new GridChannelLog(grid, clock));
    LocationIndex locations = closing.add(new GridLocationIndex(grid));
    Members members = new GridMembers(grid);
    PublisherWiring published = new PublisherWiring(settings, clock);
    HeadBoard board = new GridHeadBoard(grid);
    Publisher.Parts parts =
        new Publisher.Parts(
            index,
            channels,
            DirectoryTree::open,
            published.roots(),
            OpenPgpSigner.loadOrCreate(
                home.path("openpgp.key"), "Edos repository of " + identity.name()),
            new Tracker(clock),
            new Admitting(
                new Admitting.Parts(
                    documents,
                    authority,
                    clock,
                    address,
                    key.publicKey(),
                    PUBLISHER_NAME,
                    () -> PublisherWiring.seeds(grid))),
            published.config(),
            new HttpOffers(http),
            board,
            published.heads(),
            closing.add(new SqliteAuditLog(home.path("audit.sqlite"))),
            home.path("publishing"));
    return new Publisher(
        peerParts(
            new Asked(
                index,
                locations,
                channels,
                Optional.empty(),
                new LocalHeads(board, channels),
                members,
                new GridUsers(grid),
                List::of),
            http,
            key,
            identity.publisherKey()),
        parts);
  }

  private static GridTls certificate(TlsStore tls) {
    return new GridTls(tls.file(), tls.password(), tls.authorityFile());
  }

  private Mirror mirror(List<URI> given) {
    if (given.isEmpty()) {
      throw EdosException.usage(
          "a mirror joins a publisher's network: --join ADDRESS, which 'edos invite' prints there");
    }
    PeerHttp http = closing.add(new PeerHttp());
    Path place = home.path("network");
    Optional<Invitation> invitation = Invitation.in(given.getFirst());
    Optional<Membership> membership = Joining.membership(documents);
    if (membership.isEmpty() && invitation.isPresent()) {
      membership =
          Optional.of(
              new Joining(documents, new HttpJoinDesk(http), TlsStore.loadOrCreate(place, clock))
                  .join(invitation.get(), identity.memberName()));
    }
    Entries entries = new Entries(List.of(Invitation.plain(given.getFirst())));
    return membership.isPresent()
        ? member(membership.get(), TlsStore.loadOrCreate(place, clock), http, entries)
        : follower(http, entries);
  }

  /** A mirror that shares the network's index. */
  private Mirror member(Membership membership, TlsStore tls, PeerHttp http, Entries entries) {
    GridNode grid =
        grid(
            GridConfig.local(home.path("member"), membership.name())
                .in(GridRole.MIRROR, membership.seeds(), certificate(tls)));
    MetadataIndex index = closing.add(new GridIndex(grid));
    ChannelLog channels = closing.add(new GridChannelLog(grid, clock));
    LocationIndex locations = closing.add(new GridLocationIndex(grid));
    Members members = new GridMembers(grid);
    closing.add(neighbours(members, entries));
    return new Mirror(
        peerParts(
            new Asked(
                index,
                locations,
                channels,
                Optional.empty(),
                new LocalHeads(new GridHeadBoard(grid), channels),
                members,
                new GridUsers(grid),
                entries::inOrder),
            http,
            peerKey(),
            Optional.of(identity.sameKey(membership.publisherKey()))),
        new Mirror.Parts(index, channels, Optional.empty(), replicateConfig()));
  }

  /** A mirror that keeps a copy of what it hears from outside. */
  private Mirror follower(PeerHttp http, Entries entries) {
    remark =
        Optional.of(
            "This mirror follows from outside and keeps a copy of its own; to be a member of the"
                + " network, run 'edos invite' on the publisher and start this with what it"
                + " prints.");
    GridNode grid = grid(GridConfig.local(home.path("grid"), "edos"));
    MetadataIndex index = closing.add(new GridIndex(grid));
    ChannelLog channels = closing.add(new GridChannelLog(grid, clock));
    LocationIndex locations = closing.add(new GridLocationIndex(grid));
    Mirror.Upstream upstream =
        new Mirror.Upstream(
            new HttpIndex(http, entries),
            closing.add(new HttpChannels(signing(http), entries, HttpChannels.Pauses.DEFAULT)));
    return new Mirror(
        peerParts(
            new Asked(
                index,
                locations,
                channels,
                Optional.empty(),
                new HttpHeads(signing(http), entries, Optional.of(channels)),
                new MemoryMembers(new MemoryMembers.Network(), identity.name(), false),
                Users.none(),
                entries::inOrder),
            http,
            peerKey(),
            identity.publisherKey()),
        new Mirror.Parts(index, channels, Optional.of(upstream), replicateConfig()));
  }

  private ReplicateConfig replicateConfig() {
    return new ReplicateConfig(
        ReplicateConfig.DEFAULT.recheck(), settings.flag(Setting.REPLICATE_CONTENTS));
  }

  private Neighbours neighbours(Members members, Entries entries) {
    return new Neighbours(
        members,
        documents,
        address,
        peers -> entries.learn(peers.stream().filter(CallableAddress::isDaemon).toList()));
  }

  private Client client(List<URI> given) {
    PeerHttp http = closing.add(new PeerHttp());
    Asked asked = given.isEmpty() ? nobody() : entries(http, new Entries(given));
    return new Client(peerParts(asked, http, peerKey(), identity.publisherKey()));
  }

  /** The mirrors or publisher that a client is told of, and those that these tell it of. */
  private Asked entries(PeerHttp http, Entries entries) {
    Members members = new HttpMembers(http, entries);
    closing.add(neighbours(members, entries));
    return new Asked(
        new HttpIndex(http, entries),
        new HttpLocations(http, entries),
        closing.add(new HttpChannels(signing(http), entries, HttpChannels.Pauses.DEFAULT)),
        Optional.of(
            closing.add(new HttpDeliveries(signing(http), entries, HttpChannels.Pauses.DEFAULT))),
        new HttpHeads(signing(http), entries, Optional.empty()),
        members,
        Users.none(),
        entries::inOrder);
  }

  /** Enough for a gateway to existing repositories, of which no publisher knows. */
  private Asked nobody() {
    return new Asked(
        closing.add(new MemoryIndex()),
        closing.add(new MemoryLocationIndex()),
        closing.add(new MemoryChannelLog(clock)),
        Optional.empty(),
        Heads.none(),
        Members.none(),
        Users.none(),
        List::of);
  }

  /** Whom a peer asks: itself, or others. */
  private record Asked(
      IndexReader index,
      LocationIndex locations,
      ChannelReader channels,
      Optional<Deliveries> deliveries,
      Heads heads,
      Members members,
      Users users,
      Supplier<List<URI>> entries) {}

  /** For calls by which others are to see whose daemon this is. */
  private PeerHttp signing(PeerHttp http) {
    Ed25519Key key = peerKey();
    return http.signedBy(new CallSigner(key.publicKey(), key::sign, clock::millis));
  }

  private Ed25519Key peerKey() {
    return Ed25519Key.loadOrCreate(home.path("peer.key"));
  }

  private PeerParts peerParts(
      Asked asked, PeerHttp http, Ed25519Key key, Optional<String> publisherKey) {
    MachineWiring machine = new MachineWiring(settings, identity);
    PeerParts made =
        new PeerParts(
            identity.name(),
            address,
            clock,
            key,
            new Ed25519Check(),
            publisherKey,
            store,
            documents,
            asked.index(),
            asked.locations(),
            asked.channels(),
            asked.deliveries(),
            asked.heads(),
            closing.add(new SqliteInbox(home.path("inbox.sqlite"))),
            machine.hook(),
            new HttpContentSource(http),
            closing.add(new HttpOrigin()),
            new HttpCrowdDesk(http, new PeerSignature(key.publicKey(), key::sign), clock::millis),
            new HttpReplicaOffers(http),
            engine(),
            asked.members(),
            new SaxonQueries(),
            MachineWiring.solver(),
            machine.wishes(),
            new PeopleParts(asked.users(), new HttpChannelDesk(signing(http))),
            asked.entries());
    parts = Optional.of(made);
    return made;
  }

  private GridNode grid(GridConfig config) {
    return closing.add(GridNode.open(new MachineWiring(settings, identity).grid(config, address)));
  }

  private LibtorrentEngine engine() {
    LibtorrentEngine opened = closing.add(LocatingWiring.engine(home, settings));
    engine = Optional.of(opened);
    return opened;
  }

  @Override
  public void close() {
    closing.close();
  }
}
