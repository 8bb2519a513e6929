package org.edos.app;

import org.edos.actor.Benefit;
import org.edos.actor.Gateway;
import org.edos.actor.LocatedHolders;
import org.edos.actor.PeerParts;
import org.edos.app.daemon.Home;
import org.edos.app.daemon.Settings;
import org.edos.core.swarm.PeerId;
import org.edos.physical.kept.sqlite.SqliteKept;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.http.HttpUpstream;
import org.edos.role.follow.Following;
import org.edos.role.relay.Relaying;

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

  Gateway gateway(LocatedHolders holders) {
    Upstream upstream =
        closing.add(
            new HttpUpstream(pseudonym(PeerId.ofKey(peer.key().publicKey())), System.getenv()));
    Benefit benefit = new Benefit(peer.documents(), peer.clock());
    Relaying relaying =
        new Relaying(
            new Relaying.Parts(
                peer.store(),
                closing.add(new SqliteKept(home.path("kept.sqlite"))),
                peer.source(),
                upstream,
                holders,
                benefit::relayed,
                peer.clock()));
    return closing.add(
        new Gateway(new Gateway.Parts(peer.store(), upstream, new Following(), relaying, benefit)));
  }
}
