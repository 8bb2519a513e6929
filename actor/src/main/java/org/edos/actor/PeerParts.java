package org.edos.actor;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Deliveries;
import org.edos.physical.channel.Heads;
import org.edos.physical.channel.Hook;
import org.edos.physical.channel.Inbox;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.membership.Members;
import org.edos.physical.solver.Solver;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.trust.SignatureCheck;
import org.edos.physical.trust.SigningKey;
import org.edos.physical.xquery.QueryEngine;

/**
 * The mechanisms of one machine that every actor needs. The actor closes none of them: whoever
 * opened them does, after the actor.
 *
 * @param name for people; the host's name, say
 * @param address of this daemon as other peers reach it, {@code http://host:port}
 * @param publisherKey the publisher to trust; empty for the first one met
 * @param deliveries who tells this peer what it subscribes to; empty where it reads its own
 *     channels
 * @param hook what subscriptions may run; empty where nothing may be run
 * @param originFiles fetches what no peer has, where the release has an origin
 * @param replicaOffers tells peers of replicas here, and asks mirrors for what they offer
 * @param members of the indexing network
 * @param xquery evaluates what patterns cannot say
 * @param solver finds what can be installed, and the least that has to be
 * @param wishes what this machine knows of itself when it wishes
 * @param people whom this machine knows
 * @param entries peers to ask for contents whose location is unknown, best first; asked anew each
 *     time, since peers come and go
 */
public record PeerParts(
    String name,
    URI address,
    Clock clock,
    SigningKey key,
    SignatureCheck signatures,
    Optional<String> publisherKey,
    ContentStore store,
    DocumentStore documents,
    IndexReader index,
    LocationIndex locations,
    ChannelReader channels,
    Optional<Deliveries> deliveries,
    Heads heads,
    Inbox inbox,
    Optional<Hook> hook,
    ContentSource source,
    OriginFiles originFiles,
    CrowdDesk desk,
    ReplicaOffers replicaOffers,
    TorrentEngine engine,
    Members members,
    QueryEngine xquery,
    Solver solver,
    WishParts wishes,
    PeopleParts people,
    Supplier<List<URI>> entries) {}
