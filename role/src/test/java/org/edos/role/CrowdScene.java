package org.edos.role;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.publish.ClusterStrategy;
import org.edos.role.publish.FlashCrowds;
import org.edos.role.publish.StrictClusters;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A publisher with a release, and peers that take part in its flash crowds. */
abstract class CrowdScene {
  static final Duration WINDOW = Duration.ofSeconds(30);
  static final Predicate<Composition.Entry> ALL = entry -> true;

  @TempDir Path folder;
  final MemorySwarm hub = new MemorySwarm();
  final Network network = new Network();
  final Held held = new Held();
  final List<Peer> peers = new ArrayList<>();
  Machine publisher;
  FlashCrowds crowds;
  final PublishersDesk desk = new PublishersDesk(() -> crowds);
  ReleaseId release;
  Composition composition;

  @BeforeEach
  void publish() {
    publisher = new Machine(folder.resolve("publisher"), hub);
    network.stores.put(publisher.address, publisher.store);
    PublishedRelease published =
        publisher.publish(Machine.folderOf(folder.resolve("in"), TestData.debs()), "demo");
    release = published.id();
    composition = CompositionXml.read(publisher.index.composition(release).orElseThrow().xml());
    start();
  }

  private void start() {
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
            List.of(new StrictClusters(), held),
            publisher.events::add);
  }

  @AfterEach
  void close() {
    peers.forEach(Peer::close);
    crowds.close();
    publisher.close();
  }

  Peer peer() {
    int number = peers.size() + 1;
    Peer peer = new Peer(number, folder.resolve("peer" + number), publisher, network, hub, desk);
    peers.add(peer);
    return peer;
  }

  URI open() {
    return crowds.open(release, Optional.of(WINDOW), Optional.empty());
  }

  void closeWindow(int wishLists) {
    await().until(() -> crowds.status(release).wishLists() == wishLists);
    publisher.clock.move(WINDOW);
  }

  /** Strict clusters that are planned when the test lets them. */
  static final class Held implements ClusterStrategy {
    final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public String name() {
      return "held";
    }

    @Override
    public ClusterPlan plan(Composition composition, Sha256 digest, Collection<WishList> wishes) {
      try {
        letGo.await();
      } catch (InterruptedException e) {
        throw EdosException.external("interrupted", e);
      }
      return new StrictClusters().plan(composition, digest, wishes);
    }
  }

  static Predicate<Composition.Entry> every(int nth) {
    return entry -> Math.floorMod(entry.sha256().hashCode(), nth) != 0;
  }

  void restartPublisher() {
    desk.away = true;
    crowds.close();
    publisher.engine.status().forEach(status -> publisher.engine.remove(status.infoHash()));
    start();
    desk.away = false;
  }
}
