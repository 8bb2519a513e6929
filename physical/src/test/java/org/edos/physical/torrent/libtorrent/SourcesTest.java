package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.ContentServer;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TrackerServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a download finds its bytes besides the peers of a tracker. */
class SourcesTest {
  private static final int MIB = 1 << 20;
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/announce");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<LibtorrentEngine> engines = new ArrayList<>();

  @AfterEach
  void closeEngines() {
    engines.parallelStream().forEach(LibtorrentEngine::close);
  }

  private LibtorrentEngine engine(int upload) {
    var config = LibtorrentConfig.loopback(folder.resolve("engine" + engines.size()));
    return engine(config.limitedTo(upload, 0));
  }

  private LibtorrentEngine engine(LibtorrentConfig config) {
    engines.add(new LibtorrentEngine(config));
    return engines.getLast();
  }

  private static SwarmStatus status(LibtorrentEngine engine) {
    return engine.status().getFirst();
  }

  private static void awaitWhole(LibtorrentEngine engine, Map<Sha256, Path> files) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(status(engine).state()).isEqualTo(State.SEEDING));
    files.forEach(
        (content, file) -> assertThat(RandomFiles.isRight(content, file)).as("%s", file).isTrue());
  }

  @Test
  void contentsAreFetchedFromTheStoreOfADaemonWhereThereIsNoPeer() {
    var files = RandomFiles.write(folder.resolve("store"), 1, List.of(2 * MIB, 1, 50_000, 700_000));
    var torrent = files.torrent(NOWHERE);
    var target = files.in(folder.resolve("peer"));
    var peer = engine(0);
    try (var server = new ContentServer(folder.resolve("store"))) {
      peer.download(torrent, target);
      peer.webSeeds(torrent.infoHash(), List.of(server.address()));

      awaitWhole(peer, target);
      assertThat(server.sent()).isBetween(files.bytes(), files.bytes() + MIB);
    }
  }

  @Test
  void onlyWhatIsWantedIsFetchedFromADaemon() {
    var files = RandomFiles.write(folder.resolve("store"), 2, List.of(MIB, 60_000, 800_000));
    var torrent = files.torrent(NOWHERE);
    var wanted = files.sources().get(1).content();
    var target = Map.of(wanted, folder.resolve("peer").resolve("file"));
    var peer = engine(0);
    try (var server = new ContentServer(folder.resolve("store"))) {
      peer.download(torrent, target);
      peer.webSeeds(torrent.infoHash(), List.of(server.address()));

      awaitWhole(peer, target);
      assertThat(server.sent()).isBetween(60_000L, 80_000L);
    }
  }

  @Test
  void daemonsAndPeersServeOneDownloadTogether() {
    var files = RandomFiles.write(folder.resolve("store"), 3, List.of(2 * MIB, 3 * MIB));
    var target = files.in(folder.resolve("peer"));
    var seeder = engine(MIB / 4);
    var peer = engine(0);
    try (var tracker = new TrackerServer();
        var server = new ContentServer(folder.resolve("store"))) {
      var torrent = tracker.serve(files);
      seeder.seed(torrent, files.files());
      peer.download(torrent, target);
      await().atMost(PATIENCE).until(() -> status(peer).doneBytes() > 0);
      peer.webSeeds(torrent.infoHash(), List.of(server.address()));

      awaitWhole(peer, target);
      assertThat(server.sent()).isPositive();
      assertThat(status(peer).downloadedBytes()).isBetween(files.bytes() / 2, files.bytes() + MIB);
    }
  }

  @Test
  void aDaemonWithWrongBytesSpoilsNothing() throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 4, List.of(MIB));
    var content = files.sources().getFirst().content();
    Files.createDirectories(folder.resolve("bad"));
    Files.write(folder.resolve("bad").resolve(content.hex()), new byte[MIB]);
    var torrent = files.torrent(NOWHERE);
    var target = files.in(folder.resolve("peer"));
    var peer = engine(0);
    try (var bad = new ContentServer(folder.resolve("bad"));
        var good = new ContentServer(folder.resolve("store"))) {
      peer.download(torrent, target);
      peer.webSeeds(torrent.infoHash(), List.of(bad.address()));
      await().atMost(PATIENCE).until(() -> status(peer).problem().contains("wrong bytes"));
      peer.webSeeds(torrent.infoHash(), List.of(good.address()));

      awaitWhole(peer, target);
    }
  }

  @Test
  void addressesThatAreNoWebSeedsAreRefused() {
    var files = RandomFiles.write(folder.resolve("store"), 5, List.of(1_000));
    var torrent = files.torrent(NOWHERE);
    var engine = engine(0);
    engine.seed(torrent, files.files());

    for (var wrong :
        List.of("file:///etc/", "ftp://host/", "http://host/?x=1", "http://u:p@host/", "http:/x")) {
      assertThatThrownBy(() -> engine.webSeeds(torrent.infoHash(), List.of(URI.create(wrong))))
          .as(wrong)
          .isInstanceOf(EdosException.class);
    }
    var many = Collections.nCopies(51, URI.create("http://127.0.0.1/content/"));
    assertThatThrownBy(() -> engine.webSeeds(torrent.infoHash(), many))
        .hasMessageContaining("at most 50");
    assertThatThrownBy(() -> engine.webSeeds("0".repeat(40), List.of()))
        .hasMessageContaining("no torrent");
  }

  @Test
  void enginesOfEveryReachUnderstandOneAnother() {
    var files = RandomFiles.write(folder.resolve("store"), 7, List.of(MIB, 300_000));
    var seeder = engine(LibtorrentConfig.loopback(folder.resolve("open")).reaching(Reach.OPEN));
    try (var tracker = new TrackerServer()) {
      var torrent = tracker.serve(files);
      seeder.seed(torrent, files.files());
      for (var reach : Reach.values()) {
        var target = files.in(folder.resolve("peer-" + reach));
        var peer =
            engine(LibtorrentConfig.loopback(folder.resolve("engine-" + reach)).reaching(reach));
        peer.download(torrent, target);

        awaitWhole(peer, target);
      }
    }
  }

  @Test
  void anEngineReachesAsFarAsTheAddressWhereItListensUnlessToldOtherwise() {
    var config = LibtorrentConfig.loopback(folder);

    assertThat(config.reach()).isEqualTo(Reach.LOOPBACK);
    assertThat(config.listeningAt("[::1]", 0).reach()).isEqualTo(Reach.LOOPBACK);
    assertThat(config.listeningAt("0.0.0.0", 0).reach()).isEqualTo(Reach.OPEN);
    assertThat(config.listeningAt("0.0.0.0", 0).reaching("auto").reach()).isEqualTo(Reach.OPEN);
    assertThat(config.listeningAt("0.0.0.0", 0).reaching("lan").reach()).isEqualTo(Reach.LAN);
    assertThatThrownBy(() -> config.reaching("far")).hasMessageContaining("auto, loopback, lan");
  }

  @Test
  void aNewcomerThatKnowsOnePeerFindsTheOthersWhenTheTrackerIsAway() {
    var files = RandomFiles.write(folder.resolve("store"), 6, List.of(MIB, 300_000));
    var first = files.in(folder.resolve("first"));
    var late = files.in(folder.resolve("late"));
    var seeder = engine(0);
    var peer = engine(0);
    var newcomer = engine(0);
    Torrent torrent;
    try (var tracker = new TrackerServer()) {
      torrent = tracker.serve(files);
      seeder.seed(torrent, files.files());
      peer.download(torrent, first);
      awaitWhole(peer, first);
    }

    newcomer.meet(List.of(address(peer)));
    newcomer.download(torrent, late);

    awaitWhole(newcomer, late);
  }

  @Test
  void aKilledProcessFindsItsPeersAgainWhenTheTrackerIsAway() {
    var files = RandomFiles.write(folder.resolve("store"), 8, List.of(6 * MIB));
    var target = files.in(folder.resolve("peer"));
    var seeder = engine(MIB / 4);
    var peer = engine(0);
    Path remembered = folder.resolve("engine1").resolve("nodes");
    try (var tracker = new TrackerServer()) {
      var torrent = tracker.serve(files);
      seeder.seed(torrent, files.files());
      peer.download(torrent, target);
      await().atMost(PATIENCE).until(() -> Files.exists(remembered));
      assertThat(status(peer).state()).isEqualTo(State.DOWNLOADING);
    }

    ProcessHandle.of(peer.processId().orElseThrow()).orElseThrow().destroyForcibly();
    seeder.share(SharingPolicy.limited(0, 0));

    awaitWhole(peer, target);
  }

  private static InetSocketAddress address(LibtorrentEngine engine) {
    return new InetSocketAddress(
        InetAddress.getLoopbackAddress(), engine.listenPort().orElseThrow());
  }
}
