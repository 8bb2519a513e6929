package org.edos.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.core.swarm.ClusterPlan;
import org.edos.core.swarm.CrowdStatus.Phase;
import org.edos.core.unit.Sha256;
import org.edos.role.publish.PublishEvent;
import org.junit.jupiter.api.Test;

/** Flash crowds beyond the window: planning, late wish lists, peers that are fed first. */
class LateCrowdTest extends CrowdScene {
  @Test
  void aLatePeerJoinsTheSwarmsThatRunAndGetsTheRestInNewOnes() {
    URI crowd = open();
    Peer early = peer();
    early.join(crowd, release, every(2));
    closeWindow(1);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    int clusters = crowds.status(release).clusters();
    Peer late = peer();
    late.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 2);
    assertThat(crowds.assignment(release, late.id)).as("its part, not planned yet").isEmpty();
    publisher.clock.move(Duration.ofSeconds(2));
    await().until(() -> crowds.status(release).donePeers() == 2);
    assertThat(late.missed()).isFalse();
    assertThat(late.has(composition, ALL)).isTrue();
    assertThat(network.opened).as("fetched from replicas").hasValue(0);
    assertThat(crowds.status(release).clusters()).isGreaterThan(clusters);
    assertThat(crowds.status(release).unwantedBytes()).isZero();
    ClusterPlan plan = crowds.plan(release).orElseThrow();
    assertThat(plan.clusters().getFirst().members()).containsExactly(early.id, late.id);
    assertThat(plan.clusters().getLast().members()).containsExactly(late.id);
  }

  @Test
  void latePeersThatWantWhatRunsAlreadyCauseNoNewSwarm() {
    URI crowd = open();
    peer().join(crowd, release, ALL);
    closeWindow(1);
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(crowds.status(release).finished()).isPresent();
    peer().join(crowd, release, every(2));
    peer().join(crowd, release, every(3));
    await().until(() -> crowds.status(release).wishLists() == 3);
    assertThat(crowds.status(release).finished()).as("it is not over").isEmpty();
    publisher.clock.move(Duration.ofSeconds(2));
    await().until(() -> crowds.status(release).donePeers() == 3);
    assertThat(crowds.status(release).clusters()).isEqualTo(1);
    assertThat(peers.get(1).has(composition, every(2))).isTrue();
    assertThat(peers).noneMatch(Peer::missed);
  }

  @Test
  void aLateWishListIsPlannedByThePublishersNextProcess() {
    URI crowd = open();
    Peer early = peer();
    early.join(crowd, release, every(2));
    closeWindow(1);
    await().until(() -> crowds.status(release).donePeers() == 1);
    Peer late = peer();
    late.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 2);
    restartPublisher();
    assertThat(crowds.status(release).wishLists()).isEqualTo(2);
    publisher.clock.move(Duration.ofSeconds(2));
    await().until(() -> crowds.status(release).donePeers() == 2);
    assertThat(late.has(composition, ALL)).isTrue();
    restartPublisher();
    assertThat(crowds.status(release).clusters()).isEqualTo(2);
    assertThat(crowds.status(release).donePeers()).isEqualTo(2);
  }

  @Test
  void theDeskAnswersAndTakesWishListsInWhileAPlanIsMade() {
    URI crowd = crowds.open(release, Optional.of(WINDOW), Optional.of(held.name()));
    Peer early = peer();
    early.join(crowd, release, every(2));
    closeWindow(1);
    await().until(() -> crowds.status(release).phase() == Phase.PLANNING);
    assertThat(crowds.status(release).preparation()).isPresent();
    assertThat(crowds.assignment(release, early.id)).as("its part").isEmpty();
    Peer late = peer();
    late.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 2);
    publisher.clock.move(Peer.CONFIG.patience().plusSeconds(1));
    held.letGo.countDown();
    await().until(() -> crowds.status(release).donePeers() >= 1);
    publisher.clock.move(Duration.ofSeconds(2));
    await().until(() -> crowds.status(release).donePeers() == 2);
    assertThat(crowds.status(release).preparation()).isEmpty();
    assertThat(peers).noneMatch(Peer::missed);
    assertThat(late.has(composition, ALL)).isTrue();
  }

  @Test
  void aPlanThatWasBeingMadeWhenThePublisherDiedIsMadeByTheNextProcess() {
    URI crowd = crowds.open(release, Optional.of(WINDOW), Optional.of(held.name()));
    Peer peer = peer();
    peer.join(crowd, release, ALL);
    closeWindow(1);
    await().until(() -> crowds.status(release).phase() == Phase.PLANNING);
    restartPublisher();
    held.letGo.countDown();
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(peer.missed()).isFalse();
  }

  @Test
  void aWishListForACrowdThatIsOverIsFetchedFromReplicas() {
    URI crowd = open();
    crowds.close(release);
    Peer late = peer();
    late.join(crowd, release, ALL);
    await().until(() -> late.done().isPresent());
    assertThat(late.missed()).isTrue();
    assertThat(late.has(composition, ALL)).isTrue();
    assertThat(late.done().orElseThrow().failed()).isZero();
    await().until(() -> late.documents.keys("joined/").isEmpty());
  }

  @Test
  void aSecondCrowdForTheSameContentsReadsNoneOfThemAgain() throws IOException {
    URI first = open();
    peer().join(first, release, ALL);
    closeWindow(1);
    await().until(() -> crowds.status(release).donePeers() == 1);
    byte[] torrent = crowds.torrent(release, 0);
    crowds.close(release);
    for (Sha256 content : composition.contents().keySet()) {
      Path file = publisher.store.find(content).orElseThrow().file().orElseThrow();
      var stamp = Files.getLastModifiedTime(file);
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length > 0) {
        bytes[0] ^= 1;
      }
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, stamp); // so that reading it would make another torrent
    }
    URI second = open();
    peer().join(second, release, ALL);
    closeWindow(1);
    await().until(() -> crowds.status(release).phase() == Phase.SWARMING);
    assertThat(crowds.torrent(release, 0)).isEqualTo(torrent);
  }

  @Test
  void feedersAreServedBeforeTheOthers() {
    URI crowd = open();
    Peer feeder = peer();
    Peer other = peer();
    crowds.feed(release, List.of(feeder.id));
    feeder.join(crowd, release, ALL);
    other.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 2);
    feeder.stop();
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.FEEDING);
    assertThat(crowds.assignment(release, feeder.id)).isPresent();
    assertThat(crowds.assignment(release, other.id)).as("waits").isEmpty();
    publisher.clock.move(Peer.CONFIG.patience().plusSeconds(1));
    restartPublisher();
    assertThat(crowds.status(release).phase()).isEqualTo(Phase.FEEDING);
    assertThat(crowds.assignment(release, other.id)).as("waits").isEmpty();
    feeder.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> crowds.status(release).donePeers() == 2);
    assertThat(crowds.status(release).phase()).isEqualTo(Phase.SWARMING);
    assertThat(peers).noneMatch(Peer::missed);
    assertThat(other.has(composition, ALL)).isTrue();
    assertThat(publisher.events).contains(new PublishEvent.CrowdFed(release, 1, 1));
  }

  @Test
  void aFeederThatNeverFinishesHoldsTheOthersUpForItsTimeOnly() {
    URI crowd = open();
    Peer feeder = peer();
    Peer other = peer();
    crowds.feed(release, List.of(feeder.id));
    feeder.join(crowd, release, ALL);
    other.join(crowd, release, ALL);
    await().until(() -> crowds.status(release).wishLists() == 2);
    feeder.stop();
    publisher.clock.move(WINDOW);
    await().until(() -> crowds.status(release).phase() == Phase.FEEDING);
    publisher.clock.move(Machine.CONFIG.feeding());
    await().until(() -> crowds.status(release).donePeers() == 1);
    assertThat(other.missed()).isFalse();
  }
}
