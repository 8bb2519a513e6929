package org.edos.physical.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with two copies, of which one or all are killed at any moment of a load. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GridCrashIT {
  private final long seed = Long.getLong("edos.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path root;

  @Test
  void whoeverIsKilledWhileAReleaseIsLoadedNothingIsLostAndNothingIsHalf() {
    System.out.println("GridCrashIT: -Dedos.seed=" + seed);
    try (GridNetwork network = new GridNetwork(root, 2)) {
      network.published(1);
      network.everyMemberIsRight("after the first release, seed " + seed);
      aMirrorIsKilled(network);
      thePublisherIsKilled(network);
      allAreKilled(network);
    }
  }

  /** The load completes, and the other mirror answers throughout. */
  private void aMirrorIsKilled(GridNetwork network) {
    Member killed = network.mirror(1 + random.nextInt(2));
    Member other = network.mirror(killed == network.mirror(1) ? 2 : 1);
    List<String> before = right(network);
    CompletableFuture<String> load = load(network, 2);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<List<String>> seen =
        GridNetwork.meanwhile(() -> Questions.askUntil(other, done, new Random(seed)));
    pause();
    killed.kill();
    assertThat(load.join()).as("seed %d", seed).isEqualTo("ok published");
    network.expect(2);
    network.everyMemberIsRightBut(killed, "while a mirror is away, seed " + seed);
    done.set(true);
    assertThat(seen.join())
        .as("answers while a mirror is killed, seed %d", seed)
        .isSubsetOf(Questions.allowed(before, right(network)));
    network.restart(random, List.of(killed));
    network.everyMemberIsRight("after the mirror is back, seed " + seed);
    network.isWhole();
  }

  /**
   * The release is visible whole or not at all, the mirrors answer, and what is not visible can be
   * loaded again. It may be visible without having been acknowledged.
   */
  private void thePublisherIsKilled(GridNetwork network) {
    CompletableFuture<String> load = load(network, 3);
    pause();
    network.publisher().kill();
    Member mirror =
        network.members().stream()
            .filter(member -> member != network.publisher())
            .findFirst()
            .orElseThrow();
    boolean done = load.join().equals("ok published") || isNew(network, mirror);
    if (done) {
      network.expect(3);
    }
    network.everyMemberIsRightBut(network.publisher(), "without the publisher, seed " + seed);
    network.restart(random, List.of(network.publisher()));
    if (!done && isNew(network, network.publisher())) {
      done = true;
      network.expect(3);
    }
    network.everyMemberIsRight("after the publisher is back, seed " + seed);
    if (!done) {
      network.published(3);
    }
    network.everyMemberIsRight("after the load that was repeated, seed " + seed);
    network.isWhole();
  }

  private static boolean isNew(GridNetwork network, Member member) {
    return !member.ask("releases").equals(network.rightReleases());
  }

  /** As if the power went: what was acknowledged is there, in whichever order they start. */
  private void allAreKilled(GridNetwork network) {
    CompletableFuture<String> load = load(network, 4);
    pause();
    network.members().stream().parallel().forEach(Member::kill);
    boolean acknowledged = load.join().equals("ok published");
    network.restart(random, network.members());
    network.isWhole();
    String releases = network.publisher().ask("releases");
    if (acknowledged || !releases.equals(network.rightReleases())) {
      network.expect(4);
    } else {
      network.published(4);
    }
    network.everyMemberIsRight("after all were killed, seed " + seed);
  }

  private static CompletableFuture<String> load(GridNetwork network, int number) {
    return GridNetwork.meanwhile(() -> network.publisher().tell(network.publish(number)));
  }

  private static List<String> right(GridNetwork network) {
    return Questions.all(network::rightAnswer);
  }

  /** Some time within the load. */
  private void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
  }
}
