package org.edos.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.role.download.DownloadEvent;
import org.edos.role.publish.PublishEvent;
import org.junit.jupiter.api.Test;

class FlashCrowdTest extends CrowdScene {
  @Test
  void fourPeersWithDifferentStoresAllGetWhatTheyWishedAndNothingElse() throws IOException {
    URI crowd = open();
    List<Predicate<Composition.Entry>> tastes = List.of(ALL, ALL, every(2), every(3));
    for (Predicate<Composition.Entry> taste : tastes) {
      Peer peer = peer();
      if (peers.size() == 2) {
        for (Composition.Entry entry : composition.entries().subList(0, 10)) {
          peer.store.link(
              entry.sha256(),
              publisher.store.find(entry.sha256()).orElseThrow().file().orElseThrow());
        }
      }
      peer.join(crowd, release, taste);
    }
    closeWindow(4);
    await().until(() -> crowds.status(release).donePeers() == 4);

    CrowdStatus status = crowds.status(release);
    assertThat(status.finished()).isPresent();
    for (int i = 0; i < peers.size(); i++) {
      assertThat(peers.get(i).has(composition, tastes.get(i))).isTrue();
      assertThat(peers.get(i).missed()).isFalse();
    }
    assertThat(status.reports())
        .allSatisfy(report -> {
          assertThat(report.failedUnits()).isZero();
          assertThat(report.receivedBytes()).isEqualTo(report.wantedBytes());
        });
    assertThat(status.unwantedBytes()).isZero();
    // what a peer sent is what the publisher did not have to send
    await()
        .until(() ->
            crowds.status(release).reports().stream()
                .anyMatch(report -> report.uploadedBytes() > 0));
    assertThat(network.opened).hasValue(0);
    for (Peer peer : List.of(peers.get(2), peers.get(3))) {
      Predicate<Composition.Entry> taste = tastes.get(peers.indexOf(peer));
      assertThat(composition.entries().stream().filter(taste.negate()))
          .noneMatch(
              entry -> peer.store.contains(entry.sha256()) && !wishedElsewhere(entry, taste));
    }
  }

  private boolean wishedElsewhere(Composition.Entry entry, Predicate<Composition.Entry> taste) {
    return composition.entries().stream()
        .filter(taste)
        .anyMatch(it -> it.sha256().equals(entry.sha256()));
  }

  @Test
  void aPeerThatRestartsInTheMiddleResumes() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    peer.stop();
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    // it had staged a content when it died, and another one was whole
    Composition.Entry first = composition.entries().getFirst();
    Composition.Entry last = composition.entries().getLast();
    peer.store.stage(first.sha256(), first.size());
    peer.store.link(
        last.sha256(), publisher.store.find(last.sha256()).orElseThrow().file().orElseThrow());
    peer.start();
    await().until(() -> crowds.status(release).donePeers() == 1);
    await().until(() -> peer.done().isPresent());
    assertThat(peer.has(composition, ALL)).isTrue();
    assertThat(peer.missed()).isFalse();
    assertThat(network.opened).hasValue(0);
    await().until(() -> peer.documents.keys("joined/").isEmpty());
  }

  @Test
  void aPeerThatHadEverythingWhenItRestartedReportsThatItIsDone() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    peer.stop();
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    composition
        .contents()
        .keySet()
        .forEach(hash ->
            peer.store.link(hash, publisher.store.find(hash).orElseThrow().file().orElseThrow()));
    peer.start();
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(peer.engine.status()).isNotEmpty();
  }

  @Test
  void aPublisherThatRestartsWhileTheWindowIsOpenResumes() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    restartPublisher();
    assertThat(crowds.status(release).phase()).isEqualTo(Phase.OPEN);
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(peer.missed()).isFalse();
  }

  @Test
  void aPublisherThatRestartsWhileSwarmingResumesAndKnowsWhoIsDone() {
    URI crowd = open();
    Peer early = peer();
    early.join(crowd, release, ALL);
    Peer slow = peer();
    slow.join(crowd, release, ALL);
    closeWindowOf(slow, 2);
    await().until(() -> early.done().isPresent());
    restartPublisher();
    assertThat(crowds.status(release).phase()).isEqualTo(Phase.SWARMING);
    assertThat(crowds.status(release).donePeers()).isEqualTo(1);
    slow.start();
    await().until(() -> crowds.status(release).donePeers() == 2);
    assertThat(crowds.status(release).finished()).isPresent();
    assertThat(slow.has(composition, ALL)).isTrue();
  }

  private void closeWindowOf(Peer stopped, int wishLists) {
    await().until(() -> crowds.status(release).wishLists() == wishLists);
    stopped.stop();
    publisher.clock.move(WINDOW);
  }

  @Test
  void aContentThatIsCorruptInASeedersFileDoesNotGetThrough() throws IOException {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    Composition.Entry victim =
        composition.entries().stream()
            .filter(entry -> entry.path().value().endsWith(".deb"))
            .findFirst()
            .orElseThrow();
    Path file = publisher.store.find(victim.sha256()).orElseThrow().file().orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    var stamp = Files.getLastModifiedTime(file);
    bytes[0] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, stamp); // so that the publisher itself does not notice
    closeWindow(1);
    await().until(() -> peer.done().isPresent());
    assertThat(peer.store.contains(victim.sha256())).isFalse();
    assertThat(peer.done().orElseThrow().failed()).isEqualTo(1);
    assertThat(peer.events.stream().filter(DownloadEvent.SourceFailed.class::isInstance))
        .isNotEmpty();
  }

  @Test
  void anEmptyWishListIsDoneAtOnce() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, entry -> false);
    closeWindow(1);
    await().until(() -> peer.done().isPresent());
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(crowds.status(release).clusters()).isZero();
  }

  @Test
  void aCrowdThatNobodyJoinsIsClosedWhenItHasLingered() {
    open();
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    publisher.clock.move(Machine.CONFIG.linger());
    await().until(() -> crowds.status(release).phase() == Phase.CLOSED);
  }

  @Test
  void aCrowdThatIsClosedWhileAPeerDownloadsIsFinishedFromReplicas() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    hindered();
    publisher.clock.move(WINDOW);
    await()
        .until(() -> peer.events.stream().anyMatch(DownloadEvent.SwarmsJoined.class::isInstance));
    crowds.close(release);
    await("it reports again, and is told")
        .until(() -> {
          publisher.clock.move(ReportReceipt.inCrowdOf(1).pause());
          return peer.done().isPresent();
        });
    assertThat(peer.missed()).isTrue();
    assertThat(peer.has(composition, ALL)).isTrue();
    await().until(() -> peer.engine.status().isEmpty());
    assertThat(peer.store.usedBytes()).isEqualTo(composition.bytes());
  }

  /** Has the swarms bring nothing: nobody seeds. */
  private void hindered() {
    desk.away = true;
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    publisher.engine.close();
    desk.away = false;
  }

  @Test
  void aSwarmThatBringsNothingForLongIsFinishedFromReplicas() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    hindered();
    await().until(() -> peer.events.stream().anyMatch(DownloadEvent.Swarming.class::isInstance));
    await()
        .until(() -> {
          publisher.clock.move(Peer.CONFIG.patience());
          return crowds.status(release).donePeers() == 1;
        });
    assertThat(peer.has(composition, ALL)).isTrue();
  }

  @Test
  void aPublisherThatStaysAwayBeforeThePlanIsNotWaitedForForEver() {
    URI crowd = open();
    desk.away = true;
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await()
        .until(() -> {
          publisher.clock.move(Peer.CONFIG.patience());
          return peer.done().isPresent();
        });
    assertThat(peer.has(composition, ALL)).isTrue();
  }

  @Test
  void aReportOfBeingDoneIsMadeWhenThePublisherIsBack() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    closeWindow(1);
    await()
        .until(() -> peer.events.stream().anyMatch(DownloadEvent.SwarmsJoined.class::isInstance));
    desk.away = true;
    await().until(() -> peer.has(composition, ALL));
    desk.away = false;
    await().until(() -> crowds.status(release).donePeers() == 1);
    await().until(() -> peer.done().isPresent());
  }

  @Test
  void aContentThatLeftThePublishersStoreEndsTheCrowdWithAReason() {
    URI crowd = open();
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 1);
    publisher.store.remove(composition.entries().getFirst().sha256());
    publisher.clock.move(WINDOW);
    await()
        .until(
            () -> publisher.events.stream().anyMatch(PublishEvent.CrowdFailed.class::isInstance));
    await().until(() -> peer.done().isPresent());
    assertThat(peer.done().orElseThrow().failed()).isEqualTo(1);
  }

  @Test
  void theDeskRefusesWhatDoesNotFit() {
    open();
    assertThatThrownBy(this::open).hasMessageContaining("is running");
    assertThatThrownBy(() -> crowds.open(release, Optional.empty(), Optional.of("none")))
        .hasMessageContaining("there are: held, strict");
    var other =
        new WishList(release, composition.entries().getFirst().sha256(), peer().id, new BitSet());
    assertThatThrownBy(() -> crowds.submit(other)).hasMessageContaining("another composition");
    assertThatThrownBy(() -> crowds.torrent(release, 0)).hasMessageContaining("no cluster 0");
    var stranger = new CrowdReport(peers.getFirst().id, 0, 0, 0, 0, 0, false);
    assertThatThrownBy(() -> crowds.report(release, stranger)).hasMessageContaining("no wish list");
    assertThatThrownBy(() -> crowds.status(new ReleaseId("none", "1")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
  }

  @Test
  void aWithdrawnReleasesCrowdIsForgotten() {
    open();
    crowds.withdraw(release);
    assertThat(crowds.list()).isEmpty();
    assertThat(publisher.documents.keys("crowd/")).isEmpty();
  }
}
