package org.edos.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.edos.actor.Benefit;
import org.edos.actor.Gateway;
import org.edos.actor.LocatedHolders;
import org.edos.actor.PeerParts;
import org.edos.app.daemon.Home;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.swarm.PeerId;
import org.edos.core.unit.Content;
import org.edos.physical.kept.Kept;
import org.edos.physical.snapshot.sqlite.SqliteSnapshots;
import org.edos.physical.trust.openpgp.BouncyCastleOpenPgp;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.http.HttpUpstream;
import org.edos.role.follow.Following;
import org.edos.role.follow.KeyringRootKeys;
import org.edos.role.relay.Relayed;
import org.edos.role.relay.Relaying;
import org.edos.role.relay.Transfer;

/**
 * The part of {@link Wiring} that gives the gateway its mechanisms: some of its own, and those of
 * the peer beside it. Used by one thread.
 */
final class GatewayWiring {
  private final Home home;
  private final Settings settings;
  private final Closing closing;
  private final PeerParts peer;

  GatewayWiring(Home home, Settings settings, Closing closing, PeerParts peer) {
    this.home = home;
    this.settings = settings;
    this.closing = closing;
    this.peer = peer;
  }

  /** By this name the daemon knows requests of its own that come back to it. */
  static String pseudonym(PeerId peer) {
    return "edos-" + peer.value();
  }

  Gateway gateway(LocatedHolders holders, Kept kept) {
    Upstream upstream =
        closing.add(
            new HttpUpstream(pseudonym(PeerId.ofKey(peer.key().publicKey())), System.getenv()));
    Benefit benefit = new Benefit(peer.documents(), peer.clock());
    Relaying relaying =
        new Relaying(
            new Relaying.Parts(
                peer.store(),
                kept,
                peer.source(),
                upstream,
                holders,
                benefit::relayed,
                peer.clock(),
                !settings.flag(Setting.LEECH)));
    holders.arriving(relaying::arriving);
    Following following = following(upstream, relaying);
    following.upgrades(holders::expect);
    following.roots(root -> benefit.relayed(new Relayed(root, Map.of(Via.ORIGIN, root.size()))));
    return closing.add(
        new Gateway(
            new Gateway.Parts(
                peer.store(), upstream, following, relaying, holders, kept, benefit)));
  }

  private Following following(Upstream upstream, Relaying relaying) {
    List<Path> keyrings =
        Stream.of(settings.text(Setting.KEYRINGS).split(":"))
            .filter(place -> !place.isBlank())
            .map(Path::of)
            .toList();
    return new Following(
        new Following.Parts(
            closing.add(new SqliteSnapshots(home.path("origins.sqlite"))),
            upstream,
            peer.store(),
            (file, origins) -> brought(relaying, file, origins),
            new KeyringRootKeys(new BouncyCastleOpenPgp(peer.clock()), keyrings),
            List.copyOf(peer.wishes().installed().values()),
            settings
                .optional(Setting.INSTALLED_ROOT)
                .map(root -> Path.of(root).resolve("var/lib/apt/lists")),
            peer.clock()));
  }

  /** What is brought for the daemon itself counts for no client. */
  private Content brought(Relaying relaying, KnownFile file, List<URI> origins) {
    relaying.ahead(file, origins);
    return relaying
        .underWay(file.sha256())
        .map(Transfer::whole)
        .or(() -> peer.store().find(file.sha256()))
        .orElseGet(() -> relaying.begin(file, origins).whole());
  }
}
