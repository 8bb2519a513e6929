package org.edos.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edos.actor.LocatedHolders;
import org.edos.actor.PeerParts;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.core.EdosException;
import org.edos.physical.holdings.http.HttpHoldings;
import org.edos.physical.lan.LocalNetwork;
import org.edos.physical.lan.mdns.MulticastDns;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerHttp;
import org.edos.role.locate.Locating;
import org.edos.role.locate.Shared;

/** The part of {@link Wiring} by which the gateway finds other daemons. Used by one thread. */
final class LocatingWiring {
  private final Settings settings;
  private final Closing closing;
  private final PeerParts peer;

  LocatingWiring(Settings settings, Closing closing, PeerParts peer) {
    this.settings = settings;
    this.closing = closing;
    this.peer = peer;
  }

  LocatedHolders holders() {
    boolean leech = settings.flag(Setting.LEECH);
    PeerHttp http = closing.add(new PeerHttp(HttpHoldings.TIMES));
    return closing.add(
        new LocatedHolders(
            new Locating(
                new Locating.Parts(
                    peer.address(),
                    lan(leech),
                    given(),
                    new HttpHoldings(http),
                    leech ? Shared.nothing() : Shared.of(peer.store()),
                    peer.documents(),
                    peer.clock()))));
  }

  private Optional<LocalNetwork> lan(boolean leech) {
    String host = settings.text(Setting.HOST);
    boolean wanted =
        switch (settings.text(Setting.LAN)) {
          case "true" -> true;
          case "false" -> false;
          case "auto" ->
              !host.startsWith("127.") && !host.equals("::1") && !host.equals("localhost");
          default ->
              throw EdosException.usage(
                  "lan is auto, true or false, not '" + settings.text(Setting.LAN) + "'");
        };
    return wanted
        ? Optional.of(new MulticastDns(host, peer.address().getPort(), !leech))
        : Optional.empty();
  }

  private List<URI> given() {
    return Arrays.stream(settings.text(Setting.LAN_PEERS).split("[,\\s]+"))
        .filter(text -> !text.isEmpty())
        .map(LocatingWiring::peer)
        .toList();
  }

  private static URI peer(String text) {
    try {
      return CallableAddress.daemon(new URI(text.contains("://") ? text : "http://" + text));
    } catch (URISyntaxException e) {
      throw new EdosException(
          EdosException.Category.USAGE,
          "lan-peers names daemons, http://HOST:PORT, not '" + text + "'",
          e);
    }
  }
}
