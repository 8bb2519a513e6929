package org.edos.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.actor.LocatedHolders;
import org.edos.actor.PeerParts;
import org.edos.app.daemon.Home;
import org.edos.app.daemon.Setting;
import org.edos.app.daemon.Settings;
import org.edos.app.gateway.Callers;
import org.edos.core.EdosException;
import org.edos.physical.holdings.http.HttpHoldings;
import org.edos.physical.kept.Kept;
import org.edos.physical.lan.LocalNetwork;
import org.edos.physical.lan.mdns.MulticastDns;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;
import org.edos.physical.torrent.libtorrent.LibtorrentEngine;
import org.edos.role.locate.Locating;
import org.edos.role.locate.Shared;

/** The part of {@link Wiring} by which the gateway finds other daemons. Used by one thread. */
final class LocatingWiring {
  private final Settings settings;
  private final Closing closing;
  private final PeerParts peer;
  private final LibtorrentEngine engine;

  LocatingWiring(Settings settings, Closing closing, PeerParts peer, LibtorrentEngine engine) {
    this.engine = engine;
    this.settings = settings;
    this.closing = closing;
    this.peer = peer;
  }

  /** The torrent engine, whose process has the hash table as well; the caller closes it. */
  static LibtorrentEngine engine(Home home, Settings settings) {
    LibtorrentEngine engine =
        new LibtorrentEngine(
            LibtorrentConfig.loopback(home.path("engine"))
                .listeningAt(settings.host(), settings.number(Setting.SWARM_PORT, 0, 65_535))
                .reaching(settings.text(Setting.SWARM_REACH)));
    engine.share(
        SharingPolicy.of(
            settings.bytes(Setting.UPLOAD_LIMIT),
            settings.bytes(Setting.DOWNLOAD_LIMIT),
            settings.text(Setting.UPLOAD_SCHEDULE),
            settings.flag(Setting.LEECH),
            settings.text(Setting.SEED_RATIO),
            settings.time(Setting.SEED_TIME)));
    return engine;
  }

  LocatedHolders holders(Kept kept) {
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
                    leech ? Shared.nothing() : Shared.of(kept, peer.store()),
                    peer.documents(),
                    peer.clock(),
                    locations(),
                    settings.flag(Setting.WIDE_AREA) ? Optional.of(wide()) : Optional.empty()))));
  }

  private Optional<LocationIndex> locations() {
    return peer.locations() instanceof MemoryLocationIndex
        ? Optional.empty()
        : Optional.of(peer.locations());
  }

  private Locating.Wide wide() {
    return new Locating.Wide(engine.hashTable(), named(Setting.DHT_NODES).toList(), peer.entries());
  }

  private Stream<String> named(Setting setting) {
    return Arrays.stream(settings.text(setting).split("[,\\s]+")).filter(text -> !text.isEmpty());
  }

  private Optional<LocalNetwork> lan(boolean leech) {
    String host = settings.host();
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
        ? Optional.of(
            new MulticastDns(
                host,
                peer.address().getPort(),
                !leech,
                Callers.of(settings.text(Setting.GATEWAY)) == Callers.LAN))
        : Optional.empty();
  }

  private List<URI> given() {
    return named(Setting.LAN_PEERS).map(LocatingWiring::peer).toList();
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
