package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.HostilePeer;
import org.edos.physical.torrent.RandomFiles;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentEngineContract;
import org.edos.physical.torrent.TrackerServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LibtorrentEngineTest extends TorrentEngineContract {
  private static final int MIB = 1 << 20;
  private final TrackerServer tracker = new TrackerServer();

  @AfterEach
  void closeTracker() {
    tracker.close();
  }

  @Override
  protected TorrentEngine open(int number) {
    return new LibtorrentEngine(config("engine" + number));
  }

  private LibtorrentConfig config(String name) {
    return LibtorrentConfig.loopback(folder.resolve(name));
  }

  @Override
  protected Torrent torrent(RandomFiles files) {
    return tracker.serve(files);
  }

  @Test
  void noProcessRunsBeforeTheFirstTorrentAndAfterTheEnd() {
    var files = RandomFiles.write(folder.resolve("store"), 20, List.of(1_000));
    var engine = new LibtorrentEngine(config("engine"));
    assertThat(engine.processId()).isEmpty();

    engine.seed(torrent(files), files.files());
    var process = process(engine);
    engine.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(engine.processId()).isEmpty();
  }

  @Test
  void aKilledProcessIsStartedAgainAndGoesOnAndKeepsItsCounts() {
    var files = RandomFiles.write(folder.resolve("store"), 21, List.of(3 * MIB, 2 * MIB, MIB));
    var torrent = torrent(files);
    var target = files.in(folder.resolve("peer"));
    try (var seeder = new LibtorrentEngine(config("seeder").limitedTo(2 * MIB, 0));
        var peer = new LibtorrentEngine(config("peer-engine"))) {
      seeder.seed(torrent, files.files());
      peer.download(torrent, target);
      await().atMost(PATIENCE).until(() -> status(peer, torrent).doneBytes() > MIB);
      long before = status(peer, torrent).downloadedBytes();

      process(peer).destroyForcibly();

      awaitSeeding(peer, torrent);
      assertRight(target);
      assertThat(status(peer, torrent).downloadedBytes())
          .as("what was there is not fetched again, and what the first process fetched is counted")
          .isBetween(Math.max(before, 5L * MIB), 8L * MIB);
    }
  }

  @Test
  void aFileThatIsHereAndDisappearsDoesNotHinderTheDownload() throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 27, List.of(3 * MIB, 300_000));
    var torrent = torrent(files);
    var here = some(files.in(folder.resolve("here")), files, 1);
    Path file = here.values().iterator().next();
    RandomFiles.put(file, Files.readAllBytes(files.sources().get(1).file()));
    var wanted = some(files.in(folder.resolve("peer")), files, 0);
    try (var seeder = new LibtorrentEngine(config("seeder").limitedTo(MIB, 0));
        var part = new LibtorrentEngine(config("part"));
        var peer = new LibtorrentEngine(config("peer-engine"))) {
      part.download(torrent, wanted, here, Share.NONE);
      seeder.seed(torrent, files.files());
      await().atMost(PATIENCE).until(() -> status(part, torrent).doneBytes() > 0);
      Files.delete(file);
      peer.download(torrent, some(files.in(folder.resolve("other")), files, 1));

      awaitSeeding(peer, torrent);
      awaitSeeding(part, torrent);
      assertRight(wanted);
      assertThat(file).doesNotExist();
      assertThat(status(part, torrent).downloadedBytes())
          .as("fetched once; what connections had not counted yet when it went on is missing")
          .isBetween(5L * MIB / 2, 4L * MIB);
    }
  }

  @Test
  void whatAKilledProcessHadIsNeitherFetchedNorHashedAgain() throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 28, List.of(4 * MIB, 2 * MIB));
    var torrent = torrent(files);
    var target = files.in(folder.resolve("peer"));
    var record = folder.resolve("peer-engine").resolve("kept").resolve(torrent.infoHash());
    try (var seeder = new LibtorrentEngine(config("seeder").limitedTo(MIB / 2, 0));
        var peer = new LibtorrentEngine(config("peer-engine"))) {
      seeder.seed(torrent, files.files());
      peer.download(torrent, target);
      await().atMost(PATIENCE).until(() -> Files.exists(record));

      process(peer).destroyForcibly();

      awaitSeeding(peer, torrent);
      assertRight(target);
      assertThat(status(peer, torrent).downloadedBytes()).isBetween(5L * MIB, 7L * MIB);
      peer.remove(torrent.infoHash());
      assertThat(record).doesNotExist();
    }
  }

  @Test
  void aRestartedDaemonGoesOnWhereTheLastOneStopped() {
    var files = RandomFiles.write(folder.resolve("store"), 29, List.of(3 * MIB, MIB));
    var torrent = torrent(files);
    var target = files.in(folder.resolve("peer"));
    long before;
    try (var seeder = new LibtorrentEngine(config("seeder").limitedTo(MIB, 0))) {
      seeder.seed(torrent, files.files());
      try (var peer = new LibtorrentEngine(config("peer-engine"))) {
        peer.download(torrent, target);
        await().atMost(PATIENCE).until(() -> status(peer, torrent).doneBytes() > 2 * MIB);
        before = status(peer, torrent).doneBytes();
      }
      try (var peer = new LibtorrentEngine(config("peer-engine"))) {
        peer.download(torrent, target);

        awaitSeeding(peer, torrent);
        assertRight(target);
        assertThat(status(peer, torrent).downloadedBytes()).isLessThan(4L * MIB - before + MIB / 2);
      }
    }
  }

  @Test
  void aKilledSeederIsFoundAgain() {
    var files = RandomFiles.write(folder.resolve("store"), 22, List.of(3 * MIB));
    var torrent = torrent(files);
    try (var seeder = new LibtorrentEngine(config("seeder").limitedTo(2 * MIB, 0));
        var peer = new LibtorrentEngine(config("peer-engine"))) {
      seeder.seed(torrent, files.files());
      peer.download(torrent, files.in(folder.resolve("peer")));
      await().atMost(PATIENCE).until(() -> status(peer, torrent).doneBytes() > 0);

      process(seeder).destroyForcibly();

      awaitSeeding(peer, torrent);
      assertRight(files.in(folder.resolve("peer")));
    }
  }

  @Test
  void aPeerThatSendsWrongBytesDoesNotSpoilTheDownload() {
    var files = RandomFiles.write(folder.resolve("store"), 23, List.of(2 * MIB, 30_000));
    var torrent = torrent(files);
    try (var liar = new HostilePeer(torrent, tracker.tracker());
        var seeder = new LibtorrentEngine(config("seeder").limitedTo(MIB, 0));
        var peer = new LibtorrentEngine(config("peer-engine"))) {
      peer.download(torrent, files.in(folder.resolve("peer")));
      await().atMost(PATIENCE).until(() -> status(peer, torrent).problem().contains("wrong bytes"));
      assertThat(status(peer, torrent).state()).isEqualTo(State.DOWNLOADING);

      seeder.seed(torrent, files.files());

      awaitSeeding(peer, torrent);
      assertRight(files.in(folder.resolve("peer")));
      assertThat(liar.lies()).isPositive();
    }
  }

  @Test
  void aSeedWhoseFileIsGoneFailsUntilItIsSeededAnew() throws Exception {
    var files = RandomFiles.write(folder.resolve("store"), 24, List.of(300_000));
    var torrent = torrent(files);
    Path file = files.sources().getFirst().file();
    Path away = folder.resolve("away");
    var seeder = engine();
    var peer = engine();
    seeder.seed(torrent, files.files());
    awaitSeeding(seeder, torrent);

    Files.move(file, away);
    peer.download(torrent, files.in(folder.resolve("peer")));
    await().atMost(PATIENCE).until(() -> status(seeder, torrent).state() == State.FAILED);
    assertThat(status(seeder, torrent).problem()).isNotEmpty();
    Files.move(away, file);
    seeder.remove(torrent.infoHash());
    seeder.seed(torrent, files.files());

    awaitSeeding(peer, torrent);
    assertRight(files.in(folder.resolve("peer")));
  }

  @Test
  void aPeerThatAsksBetweenTheMoveAndItsNewsIsServedAfterwards() throws Exception {
    var files = RandomFiles.write(folder.resolve("origin"), 26, List.of(300_000));
    var torrent = torrent(files);
    var content = files.sources().getFirst().content();
    var staged = files.in(folder.resolve("staged"));
    var seeder = engine();
    var middle = engine();
    var last = engine();
    seeder.seed(torrent, files.files());
    middle.download(torrent, staged);
    awaitSeeding(middle, torrent);
    seeder.remove(torrent.infoHash());

    Path stored = folder.resolve("stored");
    Files.move(staged.getOrDefault(content, folder), stored);
    last.download(torrent, files.in(folder.resolve("last")));
    await().atMost(PATIENCE).until(() -> status(middle, torrent).state() == State.FAILED);
    middle.moved(torrent.infoHash(), Map.of(content, stored));

    awaitSeeding(last, torrent);
    assertRight(files.in(folder.resolve("last")));
  }

  @Test
  void someFilesInTheStoreAndSomeStillWantedAreTakenUpAgain() throws Exception {
    var files = RandomFiles.write(folder.resolve("origin"), 25, List.of(200_000, 300_000));
    var torrent = torrent(files);
    Sha256 first = files.sources().getFirst().content();
    var staged = files.in(folder.resolve("staged"));
    RandomFiles.put(
        staged.getOrDefault(first, folder), Files.readAllBytes(files.sources().getFirst().file()));
    var peer = new LibtorrentEngine(config("peer-engine"));
    try (peer;
        var seeder = new LibtorrentEngine(config("seeder"))) {
      peer.download(torrent, staged);
      await().atMost(PATIENCE).until(() -> status(peer, torrent).doneBytes() == 200_000);
      Path stored = folder.resolve("stored");
      Files.move(staged.getOrDefault(first, folder), stored);
      peer.moved(torrent.infoHash(), Map.of(first, stored));

      process(peer).destroyForcibly();
      seeder.seed(torrent, files.files());

      awaitSeeding(peer, torrent);
      assertThat(RandomFiles.isRight(first, stored)).isTrue();
      assertThat(status(peer, torrent).doneBytes()).isEqualTo(500_000);
      assertThat(staged.getOrDefault(first, folder)).doesNotExist();
    }
  }

  private static ProcessHandle process(LibtorrentEngine engine) {
    return ProcessHandle.of(engine.processId().orElseThrow()).orElseThrow();
  }
}
