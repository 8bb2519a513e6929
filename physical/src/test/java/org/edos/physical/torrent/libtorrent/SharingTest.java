package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TrackerServer;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much an engine gives and takes. */
class SharingTest {
  private static final int MIB = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So little that a download of some MiB would not end in {@link #PATIENCE}. */
  private static final String LITTLE = "20KB/s";

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock();
  private final TrackerServer tracker = new TrackerServer();
  private final List<LibtorrentEngine> engines = new ArrayList<>();

  @AfterEach
  void close() {
    engines.parallelStream().forEach(LibtorrentEngine::close);
    tracker.close();
  }

  private LibtorrentEngine engine() {
    var config = LibtorrentConfig.loopback(folder.resolve("engine" + engines.size()));
    engines.add(new LibtorrentEngine(config, clock));
    return engines.getLast();
  }

  private static SharingPolicy policy(String schedule, boolean leech, String ratio, Duration time) {
    return SharingPolicy.of(0, 0, schedule, leech, ratio, time);
  }

  private static SwarmStatus status(LibtorrentEngine engine) {
    return engine.status().getFirst();
  }

  private static void awaitWhole(LibtorrentEngine engine) {
    await().atMost(PATIENCE).until(() -> status(engine).state() == State.SEEDING);
  }

  private static void awaitStopped(LibtorrentEngine engine) {
    await().atMost(PATIENCE).until(() -> status(engine).problem().contains("shared as much"));
  }

  private Torrent seed(LibtorrentEngine seeder, int bytes) {
    var files = RandomFiles.write(folder.resolve("store"), bytes, List.of(bytes));
    var torrent = tracker.serve(files);
    seeder.seed(torrent, files.files());
    return torrent;
  }

  private void download(LibtorrentEngine peer, Torrent torrent) {
    var content = torrent.files().getFirst().content();
    peer.download(torrent, Map.of(content, folder.resolve("peer" + engines.indexOf(peer))));
  }

  @Test
  void limitsChangeWhileASwarmRuns() {
    var seeder = engine();
    var peer = engine();
    seeder.share(SharingPolicy.limited(20_000, 0));
    var torrent = seed(seeder, 5 * MIB);
    download(peer, torrent);
    await().atMost(PATIENCE).until(() -> status(peer).doneBytes() > 0);

    seeder.share(SharingPolicy.limited(0, 0));

    awaitWhole(peer);
  }

  @Test
  void aScheduleTakesEffectWhenItsTimeComes() {
    var seeder = engine();
    var peer = engine();
    // The clock begins a few minutes after three.
    seeder.share(policy("03:00-04:00=" + LITTLE + ", else 0", false, "0", Duration.ZERO));
    var torrent = seed(seeder, 5 * MIB);
    download(peer, torrent);
    assertThat(seeder.limits().upload()).isEqualTo(20_000);

    clock.move(Duration.ofHours(1));

    awaitWhole(peer);
    assertThat(seeder.limits().upload()).isZero();
  }

  @Test
  void aLeechIsGoneWhenItHasEverything() {
    var seeder = engine();
    var leech = engine();
    leech.share(policy("", true, "0", Duration.ZERO));
    var torrent = seed(seeder, MIB);
    download(leech, torrent);

    awaitStopped(leech);
    assertThat(status(leech).state()).isEqualTo(State.SEEDING);
    assertThat(status(leech).doneBytes()).isEqualTo(MIB);
    await().atMost(PATIENCE).until(() -> tracker.tracker().peers(torrent.infoHash()) == 1);
  }

  @Test
  void aTorrentIsSharedUntilItWasSentOftenEnough() {
    var seeder = engine();
    var middle = engine();
    var last = engine();
    middle.share(policy("", false, "0.5", Duration.ZERO));
    var torrent = seed(seeder, MIB);
    download(middle, torrent);
    awaitWhole(middle);
    seeder.remove(torrent.infoHash());
    download(last, torrent);

    awaitWhole(last);
    awaitStopped(middle);
    assertThat(status(middle).uploadedBytes()).isGreaterThanOrEqualTo(MIB / 2);
  }

  @Test
  void aTorrentIsSharedForItsTimeAndWhatIsSeededForEver() {
    var seeder = engine();
    var peer = engine();
    for (var engine : engines) {
      engine.share(policy("", false, "0", Duration.ofHours(1)));
    }
    var torrent = seed(seeder, MIB);
    download(peer, torrent);
    awaitWhole(peer);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          clock.move(Duration.ofHours(1));
          assertThat(status(peer).problem()).contains("shared as much");
        });

    assertThat(status(seeder).problem()).isEmpty();
    var late = engine();
    download(late, torrent);
    awaitWhole(late);
  }
}
