package org.edos.physical.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that come back with old data, come new, and go for good. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GridReturnIT {
  private final long seed = Long.getLong("edos.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path root;

  @Test
  void oldDataComesBackNowhereNewMembersAnswerAndRetiredOnesAreNotMissed() {
    System.out.println("GridReturnIT: -Dedos.seed=" + seed);
    try (GridNetwork network = new GridNetwork(root, 2)) {
      network.published(1);
      network.published(2);
      everyMirrorHearsAnAppend(network, "first");
      aMirrorWasFrozenMeanwhile(network);
      aMirrorWasKilledMeanwhile(network);
      aFourthJoinsAndOneIsRetired(network);
      everyMirrorHearsAnAppend(network, "last");
    }
  }

  private static void everyMirrorHearsAnAppend(GridNetwork network, String subject) {
    String id = network.publisher().ask("append " + subject);
    for (Member member : network.members()) {
      Awaitility.await(member.name() + " hears")
          .atMost(GridNetwork.PATIENCE)
          .untilAsserted(
              () -> assertThat(member.ask("heard").split(",")).contains(id + " " + subject));
    }
  }

  private void aMirrorWasFrozenMeanwhile(GridNetwork network) {
    Member frozen = network.mirror(1 + random.nextInt(2));
    frozen.freeze();
    try {
      Awaitility.await("the others notice")
          .atMost(GridNetwork.PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> network.publisher().ask("members").contains(frozen.name() + " away"));
      network.unpublished(1);
      network.published(3);
      network.everyMemberIsRightBut(frozen, "while one is frozen, seed " + seed);
    } finally {
      frozen.thaw();
    }
    network.everyMemberIsRight("after one was frozen, seed " + seed);
    network.isWhole();
    network.everyMemberIsRight("some time after one was frozen, seed " + seed);
  }

  private void aMirrorWasKilledMeanwhile(GridNetwork network) {
    Member killed = network.mirror(1 + random.nextInt(2));
    killed.kill();
    network.unpublished(2);
    network.published(4);
    network.publisher().kill();
    killed.launch().ready(); // with old data, before the publisher: the other mirror lets it in
    network.publisher().launch().ready();
    network.isWhole();
    network.everyMemberIsRight("after one was away, seed " + seed);
  }

  private static void aFourthJoinsAndOneIsRetired(GridNetwork network) {
    Member fourth = network.add("mirror4").ready();
    network.isWhole();
    network.everyMemberIsRight("after a fourth joined");
    Member retired = network.mirror(1);
    network.publisher().ask("retire " + retired.name());
    network.remove(retired);
    network.unpublished(3);
    network.published(5);
    network.isWhole();
    network.publisher().kill();
    network.everyMemberIsRightBut(network.publisher(), "after one was retired");
    network.publisher().launch().ready();
    network.everyMemberIsRight("after the publisher is back");
  }
}
