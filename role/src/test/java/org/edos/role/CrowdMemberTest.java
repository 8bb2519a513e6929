package org.edos.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Arrival;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.JoinedStatus;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.role.download.Arrivals;
import org.edos.role.download.DownloadEvent;
import org.edos.role.publish.FlashCrowds;
import org.edos.role.publish.StrictClusters;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer goes on by itself once it has its part of the plan, and keeps whatever has come. */
class CrowdMemberTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Peer.CONFIG.patience();
  private static final Predicate<Composition.Entry> ALL = entry -> true;

  @TempDir Path folder;
  private final MemorySwarm hub = new MemorySwarm();
  private final Network network = new Network();
  private final List<Peer> peers = new ArrayList<>();
  private final List<MemoryTorrentEngine> seeders = new ArrayList<>();
  private Machine publisher;
  private FlashCrowds crowds;
  private final PublishersDesk desk = new PublishersDesk(() -> crowds);

  @BeforeEach
  void start() {
    publisher = new Machine(folder.resolve("publisher"), hub);
    network.stores.put(publisher.address, publisher.store);
    crowds =
        new FlashCrowds(
            new FlashCrowds.Parts(
                publisher.store,
                publisher.documents,
                publisher.index,
                publisher.engine,
                publisher.tracker,
                publisher.address,
                publisher.clock,
                contents -> Map.of(),
                () -> List.of(publisher.address)),
            Machine.CONFIG,
            List.of(new StrictClusters()),
            publisher.events::add);
  }

  @AfterEach
  void close() {
    peers.forEach(Peer::close);
    seeders.forEach(MemoryTorrentEngine::close);
    crowds.close();
    publisher.close();
  }

  /** A release of real packages whose flash crowd is open. */
  private Composition publish(String name, List<Path> packages) {
    ReleaseId release =
        publisher.publish(Machine.folderOf(folder.resolve("in-" + name), packages), name).id();
    return CompositionXml.read(publisher.index.composition(release).orElseThrow().xml());
  }

  private URI open(Composition composition) {
    return crowds.open(composition.id(), Optional.of(WINDOW), Optional.empty());
  }

  private Peer peer() {
    int number = peers.size() + 1;
    Peer peer = new Peer(number, folder.resolve("peer" + number), publisher, network, hub, desk);
    peers.add(peer);
    return peer;
  }

  private void closeWindow(Composition composition, int wishLists) {
    await().until(() -> crowds.status(composition.id()).wishLists() == wishLists);
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(composition.id()).phase() == Phase.SWARMING);
  }

  /** A peer that has its part of the plan, of a publisher that is dead by then. */
  private Peer orphan(Composition composition) {
    URI crowd = open(composition);
    Peer peer = peer();
    desk.planning = true;
    peer.join(crowd, composition.id(), ALL);
    closeWindow(composition, 1);
    publisher.engine.close();
    desk.planning = false;
    await().until(() -> events(peer, DownloadEvent.SwarmsJoined.class) == 1);
    desk.away = true;
    return peer;
  }

  private static long events(Peer peer, Class<? extends DownloadEvent> kind) {
    return peer.events.stream().filter(kind::isInstance).count();
  }

  /** Some other peer of the swarms, which has these contents. */
  private void seeder(Composition composition, Set<Sha256> contents) {
    Map<Sha256, Path> files = new HashMap<>();
    for (Sha256 content : contents) {
      files.put(content, publisher.store.find(content).orElseThrow().file().orElseThrow());
    }
    MemoryTorrentEngine seeder = new MemoryTorrentEngine(hub);
    seeders.add(seeder);
    for (int cluster = 0; cluster < crowds.status(composition.id()).clusters(); cluster++) {
      seeder.download(
          TorrentFile.parse(crowds.torrent(composition.id(), cluster)),
          Map.of(),
          files,
          Share.NONE);
    }
  }

  private static Set<Sha256> half(Composition composition) {
    List<Sha256> all = List.copyOf(composition.contents().keySet());
    return new HashSet<>(all.subList(0, all.size() / 2));
  }

  private void losePatienceUntil(Callable<Boolean> happens) {
    await()
        .until(() -> {
          publisher.clock.move(PATIENCE.multipliedBy(8));
          return happens.call();
        });
  }

  private static long held(Peer peer, Set<Sha256> contents) {
    return contents.stream().filter(peer.store::contains).count();
  }

  @Test
  void aPeerThatRestartsWhileThePublisherIsDeadGoesOnFromWhatItWroteDown() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = orphan(composition);
    peer.stop();
    peer.start();
    seeder(composition, composition.contents().keySet());
    await().until(() -> peer.done().isPresent());

    assertThat(peer.has(composition, ALL)).isTrue();
    assertThat(peer.missed()).isFalse();
    assertThat(network.opened).as("contents fetched from replicas").hasValue(0);
    assertThat(peer.member.isJoined(composition.id())).as("has yet to report").isTrue();
    desk.away = false;
    await().until(() -> crowds.status(composition.id()).donePeers() == 1);
    await().until(() -> peer.documents.keys("joined/").isEmpty());
  }

  @Test
  void contentsAreHereAsSoonAsTheyAreWholeAndOnlyTheOthersComeFromReplicas() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = orphan(composition);
    Set<Sha256> half = half(composition);
    seeder(composition, half);
    await().until(() -> held(peer, half) == half.size());
    assertThat(peer.done()).isEmpty();
    assertThat(network.opened).hasValue(0);

    losePatienceUntil(() -> peer.done().isPresent());
    assertThat(peer.has(composition, ALL)).isTrue();
    assertThat(peer.missed()).isFalse();
    assertThat(network.opened).hasValue(composition.contents().size() - half.size());
    assertThat(peer.store.usedBytes()).isEqualTo(composition.bytes());
    assertThat(peer.engine.status()).as("is shared on").isNotEmpty();
  }

  @Test
  void whatNobodyHasYetIsWaitedForInTheSwarms() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = orphan(composition);
    Set<Sha256> half = half(composition);
    seeder(composition, half);
    await().until(() -> held(peer, half) == half.size());
    network.away.add(publisher.address);
    losePatienceUntil(() -> events(peer, DownloadEvent.Failed.class) > 0);

    seeder(composition, composition.contents().keySet());
    await().until(() -> peer.done().isPresent());
    assertThat(peer.has(composition, ALL)).isTrue();
    assertThat(peer.done().orElseThrow().failed()).isZero();
  }

  @Test
  void whatNobodyEverHasIsGivenUpAndLeavesNothingBehind() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = orphan(composition);
    Set<Sha256> half = half(composition);
    seeder(composition, half);
    await().until(() -> held(peer, half) == half.size());
    network.away.add(publisher.address);
    losePatienceUntil(() -> peer.done().isPresent());
    assertThat(peer.done().orElseThrow().failed())
        .isEqualTo(composition.contents().size() - half.size());
    long kept = half.stream().mapToLong(composition.contents()::get).sum();
    assertThat(peer.store.usedBytes()).isEqualTo(kept);
    assertThat(new Arrivals(peer.documents).list()).isEmpty();
  }

  @Test
  void aDeskThatIsStillPlanningIsWaitedForHoweverLong() {
    Composition composition = publish("demo", TestData.debs());
    URI crowd = open(composition);
    desk.planning = true;
    Peer peer = peer();
    peer.join(crowd, composition.id(), ALL);
    closeWindow(composition, 1);
    for (int i = 0; i < 5; i++) {
      long asked = desk.asked.get();
      publisher.clock.move(PATIENCE.multipliedBy(2));
      await().until(() -> desk.asked.get() > asked + 1);
    }
    assertThat(peer.missed()).isFalse();
    desk.planning = false;
    await().until(() -> peer.done().isPresent());
    assertThat(network.opened).hasValue(0);
  }

  @Test
  void aPeerSharesWhatItHasOfASwarmWhileItWaitsForTheRest() {
    Composition composition = publish("demo", TestData.debs());
    Set<Sha256> half = half(composition);
    URI crowd = open(composition);
    Peer owner = peer();
    Peer other = peer();
    desk.planning = true;
    owner.join(crowd, composition.id(), ALL);
    other.join(crowd, composition.id(), ALL);
    closeWindow(composition, 2);
    for (Sha256 content : half) {
      owner.store.link(content, publisher.store.find(content).orElseThrow().file().orElseThrow());
    }
    publisher.engine.close();
    desk.planning = false;

    await().until(() -> held(other, half) == half.size());
    assertThat(network.opened).hasValue(0);
    assertThat(owner.engine.status()).anyMatch(status -> status.uploadedBytes() > 0);
  }

  @Test
  void aReleaseThatSharesMostWithAnEarlierOneMovesOnlyWhatIsNew() {
    List<Path> packages = TestData.debs();
    Composition first = publish("demo@1", packages.subList(0, packages.size() - 2));
    Peer peer = peer();
    peer.join(open(first), first.id(), ALL);
    closeWindow(first, 1);
    await().until(() -> peer.done().isPresent());
    long before = downloaded(peer);

    Composition second = publish("demo@2", packages);
    peer.events.clear();
    peer.join(open(second), second.id(), ALL);
    closeWindow(second, 1);
    await().until(() -> peer.done().isPresent());

    long fresh =
        second.contents().entrySet().stream()
            .filter(content -> !first.contents().containsKey(content.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(peer.has(second, ALL)).isTrue();
    assertThat(network.opened).hasValue(0);
    assertThat(fresh).isLessThan(second.bytes() / 2);
    assertThat(peer.done().orElseThrow().receivedBytes()).isEqualTo(fresh);
    assertThat(downloaded(peer) - before).isBetween(fresh, fresh + (16L << 10) * 64);
  }

  private static long downloaded(Peer peer) {
    return peer.engine.status().stream().mapToLong(SwarmStatus::downloadedBytes).sum();
  }

  @Test
  void theTimeFromPublicationToArrivalIsKeptAndReported() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = peer();
    peer.join(open(composition), composition.id(), ALL);
    closeWindow(composition, 1);
    await().until(() -> crowds.status(composition.id()).donePeers() == 1);

    List<Arrival> arrivals = new Arrivals(peer.documents).list();
    assertThat(arrivals).extracting(Arrival::release).containsExactly(composition.id());
    assertThat(arrivals.getFirst().time()).isEqualTo(WINDOW);
    assertThat(crowds.status(composition.id()).reports().getFirst().arrivalMillis())
        .contains(WINDOW.toMillis());
  }

  @Test
  void aPausedFlashCrowdTakesAndGivesNothingUntilItGoesOn() {
    Composition composition = publish("demo", TestData.debs());
    Peer peer = orphan(composition);
    Set<Sha256> half = half(composition);
    seeder(composition, half);
    await().until(() -> held(peer, half) == half.size());

    peer.member.pause(composition.id());
    assertThat(peer.member.joined())
        .singleElement()
        .satisfies(joined -> {
          assertThat(joined.paused()).isTrue();
          assertThat(joined.phase()).isEqualTo(JoinedStatus.Phase.SWARMING);
          assertThat(joined.hereBytes()).isPositive();
        });
    assertThat(peer.engine.status()).isEmpty();
    seeder(composition, composition.contents().keySet());
    publisher.clock.move(PATIENCE.multipliedBy(8));
    assertThat(peer.done()).isEmpty();
    assertThat(network.opened).as("contents fetched from replicas").hasValue(0);

    peer.member.resume(composition.id());
    await().until(() -> peer.done().isPresent());
    assertThat(peer.has(composition, ALL)).isTrue();
    assertThat(network.opened).as("contents fetched from replicas").hasValue(0);
  }
}
