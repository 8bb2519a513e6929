package org.edos.physical.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.swarm.SwarmStatus.State;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every torrent engine does. A subclass says how one is made whose peers find one another. */
public abstract class TorrentEngineContract {
  protected static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Peers ask one another for blocks of this many bytes; padding that shares one with a content is
   * sent.
   */
  private static final long BLOCK = 16 << 10;

  private final List<TorrentEngine> engines = new ArrayList<>();
  @TempDir protected Path folder;

  /** A new engine, with the given number among the engines of this test, which closes it. */
  protected abstract TorrentEngine open(int number);

  /** Where the engines' tracker is; it serves the torrent from now on. */
  protected abstract Torrent torrent(RandomFiles files);

  protected final TorrentEngine engine() {
    var engine = open(engines.size());
    engines.add(engine);
    return engine;
  }

  @AfterEach
  final void closeEngines() {
    engines.parallelStream().forEach(TorrentEngine::close);
  }

  @Test
  void everyPeerGetsEveryContentRight() {
    var files = someFiles(40, 8 << 20);
    var torrent = torrent(files);
    var seeder = engine();
    var peers = List.of(engine(), engine(), engine());

    seeder.seed(torrent, files.files());
    for (int i = 0; i < peers.size(); i++) {
      peers
          .get(i)
          .download(
              torrent,
              files.in(folder.resolve("peer" + i)),
              Share.of(i, peers.size(), Layout.of(torrent).pieces()));
    }

    for (int i = 0; i < peers.size(); i++) {
      awaitSeeding(peers.get(i), torrent);
      assertRight(files.in(folder.resolve("peer" + i)));
    }
  }

  @Test
  void statusCountsPayloadWithoutMorePaddingThanFillsABlock() {
    var files = RandomFiles.write(folder.resolve("store"), 2, List.of(1, 100_000, 20_000));
    var torrent = torrent(files);
    var seeder = engine();
    var peer = engine();

    seeder.seed(torrent, files.files());
    peer.download(torrent, files.in(folder.resolve("peer")));
    awaitSeeding(peer, torrent);

    assertThat(status(peer, torrent).wantedBytes()).isEqualTo(120_001);
    assertThat(status(peer, torrent).doneBytes()).isEqualTo(120_001);
    assertThat(status(peer, torrent).downloadedBytes()).isBetween(120_001L, 120_001L + 2 * BLOCK);
    await()
        .atMost(PATIENCE)
        .until(() ->
            status(seeder, torrent).uploadedBytes() == status(peer, torrent).downloadedBytes());
  }

  @Test
  void onlyWantedContentsAreDownloaded() {
    var files = RandomFiles.write(folder.resolve("store"), 3, List.of(50_000, 60_000, 70_000));
    var torrent = torrent(files);
    var wanted = files.sources().get(1).content();
    var target = folder.resolve("peer").resolve("wanted");
    var seeder = engine();
    var peer = engine();

    seeder.seed(torrent, files.files());
    peer.download(torrent, Map.of(wanted, target));
    awaitSeeding(peer, torrent);

    assertThat(RandomFiles.isRight(wanted, target)).isTrue();
    assertThat(status(peer, torrent).wantedBytes()).isEqualTo(60_000);
    assertThat(status(peer, torrent).doneBytes()).isEqualTo(60_000);
    assertThat(folder.resolve("peer"))
        .isDirectoryContaining(p -> p.equals(target))
        .isDirectoryNotContaining("glob:**/*.parts");
  }

  @Test
  void aDownloadGoesOnFromWhatIsThere() throws IOException {
    var files = RandomFiles.write(folder.resolve("store"), 4, List.of(300_000, 200_000));
    var torrent = torrent(files);
    var target = files.in(folder.resolve("peer"));
    var first = files.sources().getFirst();
    RandomFiles.put(target.getOrDefault(first.content(), folder), Files.readAllBytes(first.file()));
    var seeder = engine();
    var peer = engine();

    seeder.seed(torrent, files.files());
    peer.download(torrent, target);
    awaitSeeding(peer, torrent);

    assertRight(target);
    assertThat(status(peer, torrent).downloadedBytes()).isBetween(200_000L, 200_000L + BLOCK);
  }

  @Test
  void movedContentsGoOnBeingShared() throws IOException {
    var files = RandomFiles.write(folder.resolve("origin"), 5, List.of(300_000, 10));
    var torrent = torrent(files);
    var staged = files.in(folder.resolve("staged"));
    var stored = files.in(folder.resolve("stored"));
    var seeder = engine();
    var middle = engine();
    seeder.seed(torrent, files.files());
    middle.download(torrent, staged);
    awaitSeeding(middle, torrent);
    seeder.remove(torrent.infoHash());

    Files.createDirectories(folder.resolve("stored"));
    Files.move(
        staged.getOrDefault(files.sources().get(0).content(), folder),
        stored.getOrDefault(files.sources().get(0).content(), folder));
    Files.createLink(
        stored.getOrDefault(files.sources().get(1).content(), folder),
        staged.getOrDefault(files.sources().get(1).content(), folder));
    middle.moved(torrent.infoHash(), stored);
    Files.deleteIfExists(staged.getOrDefault(files.sources().get(1).content(), folder));
    var last = engine();
    last.download(torrent, files.in(folder.resolve("last")));

    awaitSeeding(last, torrent);
    assertRight(files.in(folder.resolve("last")));
    assertRight(stored);
  }

  @Test
  void contentsThatAreWholeAreUsedWhileOthersAreMissing() throws IOException {
    var files = RandomFiles.write(folder.resolve("origin"), 10, List.of(300_000, 200_000));
    var torrent = torrent(files);
    var first = files.sources().get(0).content();
    var second = files.sources().get(1).content();
    var seeder = engine();
    var half = engine();
    var peer = engine();
    seeder.seed(torrent, files.files());
    half.download(torrent, Map.of(first, folder.resolve("half")));
    awaitSeeding(half, torrent);
    seeder.remove(torrent.infoHash());

    var staged = files.in(folder.resolve("staged"));
    peer.download(torrent, staged);
    await().atMost(PATIENCE).until(() -> peer.finished(torrent.infoHash()).contains(first));
    assertThat(peer.finished(torrent.infoHash())).doesNotContain(second);
    var stored = folder.resolve("stored");
    Files.createLink(stored, staged.getOrDefault(first, folder));
    peer.moved(torrent.infoHash(), Map.of(first, stored));
    Files.delete(staged.getOrDefault(first, folder));
    assertThat(peer.finished(torrent.infoHash())).contains(first).doesNotContain(second);
    seeder.seed(torrent, files.files());
    awaitSeeding(peer, torrent);

    assertThat(peer.finished(torrent.infoHash())).containsAll(staged.keySet());
    assertThat(RandomFiles.isRight(first, stored)).isTrue();
    assertThat(RandomFiles.isRight(second, staged.getOrDefault(second, folder))).isTrue();
    assertThat(peer.finished("0".repeat(40))).isEmpty();
  }

  @Test
  void aDamagedSeedNeitherSpreadsNorIsWritten() throws IOException {
    var files = RandomFiles.write(folder.resolve("store"), 6, List.of(100_000));
    var torrent = torrent(files);
    var content = files.sources().getFirst().content();
    var wrong = new byte[100_000];
    new Random(66).nextBytes(wrong);
    var damaged = RandomFiles.put(folder.resolve("damaged").resolve("file"), wrong);
    var bad = engine();
    var good = engine();
    var peer = engine();

    bad.seed(torrent, Map.of(content, damaged));
    peer.download(torrent, files.in(folder.resolve("peer")));
    await().atMost(PATIENCE).until(() -> isKnownToBeDamaged(bad, peer, torrent));
    assertThat(status(peer, torrent).state()).isNotEqualTo(State.SEEDING);
    good.seed(torrent, files.files());

    awaitSeeding(peer, torrent);
    assertRight(files.in(folder.resolve("peer")));
    assertThat(damaged).hasBinaryContent(wrong);
  }

  /** Whether either side has noticed. */
  private static boolean isKnownToBeDamaged(
      TorrentEngine bad, TorrentEngine peer, Torrent torrent) {
    return status(bad, torrent).state() == State.FAILED
        || !status(peer, torrent).problem().isEmpty();
  }

  @Test
  void removeLeavesTheFilesAndSaysWhetherItWasThere() {
    var files = RandomFiles.write(folder.resolve("store"), 7, List.of(10));
    var torrent = torrent(files);
    var engine = engine();
    engine.seed(torrent, files.files());

    assertThat(engine.remove(torrent.infoHash())).isTrue();
    assertThat(engine.remove(torrent.infoHash())).isFalse();
    assertThat(engine.status()).isEmpty();
    assertRight(files.files());
  }

  @Test
  void addingTwiceChangesNothing() {
    var files = RandomFiles.write(folder.resolve("store"), 8, List.of(10));
    var torrent = torrent(files);
    var engine = engine();

    engine.seed(torrent, files.files());
    engine.download(torrent, files.in(folder.resolve("elsewhere")));

    assertThat(engine.status()).hasSize(1);
    awaitSeeding(engine, torrent);
    assertThat(status(engine, torrent).doneBytes()).isEqualTo(10);
  }

  @Test
  void peersWithPartsOfTheContentsCompleteOneAnother() {
    var files = RandomFiles.write(folder.resolve("store"), 31, List.of(300_000, 200_000, 70_000));
    var torrent = torrent(files);
    var one = engine();
    var two = engine();

    one.download(
        torrent, some(files.in(folder.resolve("one")), files, 0), some(files, 1, 2), Share.NONE);
    two.download(
        torrent, some(files.in(folder.resolve("two")), files, 1), some(files, 0), Share.NONE);

    awaitSeeding(one, torrent);
    awaitSeeding(two, torrent);
    assertRight(some(files.in(folder.resolve("one")), files, 0));
    assertRight(some(files.in(folder.resolve("two")), files, 1));
    assertThat(status(one, torrent).wantedBytes()).isEqualTo(300_000);
    assertThat(status(one, torrent).doneBytes()).isEqualTo(300_000);
    assertThat(status(one, torrent).downloadedBytes()).isBetween(300_000L, 300_000L + BLOCK);
  }

  @Test
  void aPeerThatWantsNothingSharesWhatItHas() {
    var files = RandomFiles.write(folder.resolve("store"), 32, List.of(300_000, 200_000));
    var torrent = torrent(files);
    var part = engine();
    var peer = engine();

    part.download(torrent, Map.of(), some(files, 0), Share.NONE);
    peer.download(torrent, some(files.in(folder.resolve("peer")), files, 0));

    awaitSeeding(part, torrent);
    awaitSeeding(peer, torrent);
    assertRight(some(files.in(folder.resolve("peer")), files, 0));
  }

  @Test
  void aFileOfAnotherSizeIsNotHereAndIsNotWritten() {
    var files = RandomFiles.write(folder.resolve("store"), 33, List.of(300_000, 200_000));
    var torrent = torrent(files);
    var content = files.sources().getFirst().content();
    var wrong = RandomFiles.put(folder.resolve("short"), new byte[299_999]);
    var seeder = engine();
    var peer = engine();
    seeder.seed(torrent, files.files());

    peer.download(torrent, files.in(folder.resolve("peer")), Map.of(content, wrong), Share.NONE);

    awaitSeeding(peer, torrent);
    assertRight(files.in(folder.resolve("peer")));
    assertThat(wrong).hasBinaryContent(new byte[299_999]);
  }

  @Test
  void aDamagedFileThatIsHereIsNotWrittenAndSpoilsNothing() {
    var files = RandomFiles.write(folder.resolve("store"), 34, List.of(300_000, 200_000));
    var torrent = torrent(files);
    var wrong = RandomFiles.put(folder.resolve("damaged"), new byte[300_000]);
    var damaged = Map.of(files.sources().getFirst().content(), wrong);
    var seeder = engine();
    var bad = engine();
    var peer = engine();

    bad.download(torrent, some(files.in(folder.resolve("bad")), files, 1), damaged, Share.NONE);
    peer.download(torrent, files.in(folder.resolve("peer")));
    seeder.seed(torrent, files.files());

    awaitSeeding(bad, torrent);
    awaitSeeding(peer, torrent);
    assertRight(files.in(folder.resolve("peer")));
    assertThat(wrong).hasBinaryContent(new byte[300_000]);
  }

  @Test
  void refusesWhatCannotBeDone() {
    var files = RandomFiles.write(folder.resolve("store"), 9, List.of(10, 20));
    var torrent = torrent(files);
    var renamed =
        new Torrent(torrent.metainfo(), "0".repeat(40), torrent.files(), torrent.pieceLength());
    var engine = engine();

    assertThatThrownBy(() -> engine.seed(torrent, files.in(folder.resolve("none"))))
        .isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> engine.seed(torrent, Map.of())).isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> engine.download(torrent, Map.of())).hasMessageContaining("none");
    assertThatThrownBy(() -> engine.download(renamed, files.files()))
        .hasMessageContaining("info-hash");
    assertThatThrownBy(() -> engine.moved(torrent.infoHash(), files.files()))
        .hasMessageContaining("no torrent");
  }

  /** Files of random sizes of which many are tiny, and one has no bytes. */
  protected final RandomFiles someFiles(int count, int bytes) {
    var random = new Random(count);
    var sizes =
        IntStream.range(0, count)
            .mapToObj(i ->
                i == 0
                    ? 0
                    : i % 3 == 0
                        ? 1 + random.nextInt(200)
                        : random.nextInt(2 * bytes * 3 / 2 / count))
            .collect(Collectors.toList());
    return RandomFiles.write(folder.resolve("store"), count, sizes);
  }

  /** The files of the contents with these numbers. */
  protected static Map<Sha256, Path> some(RandomFiles files, Integer... numbers) {
    return some(files.files(), files, numbers);
  }

  /** Of these places, those of the contents with these numbers. */
  protected static Map<Sha256, Path> some(
      Map<Sha256, Path> places, RandomFiles files, Integer... numbers) {
    var some = new HashMap<>(places);
    some.keySet()
        .retainAll(
            Stream.of(numbers).map(number -> files.sources().get(number).content()).toList());
    return some;
  }

  protected static void awaitSeeding(TorrentEngine engine, Torrent torrent) {
    await().atMost(PATIENCE).until(() -> status(engine, torrent).state() == State.SEEDING);
  }

  protected static SwarmStatus status(TorrentEngine engine, Torrent torrent) {
    return engine.status().stream()
        .filter(s -> s.infoHash().equals(torrent.infoHash()))
        .findFirst()
        .orElseThrow();
  }

  protected static void assertRight(Map<Sha256, Path> files) {
    files.forEach((content, file) -> {
      boolean empty = content.equals(Sha256.of(new byte[0]));
      assertThat(empty || RandomFiles.isRight(content, file)).as("%s", file).isTrue();
    });
  }

  /** An address for tests that need no tracker. */
  protected static URI nowhere() {
    return URI.create("http://127.0.0.1:1/announce");
  }
}
