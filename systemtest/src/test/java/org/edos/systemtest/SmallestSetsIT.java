package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.unit.PackageId;
import org.edos.physical.installed.dpkg.DpkgStatus;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.edos.role.download.MachinePackages;
import org.edos.role.download.MachineUniverse;
import org.edos.role.download.SmallestSets;
import org.edos.role.download.SmallestSets.Goal;
import org.edos.role.download.SmallestSets.Smallest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The smallest sets for a hundred wishes, held against what the real apt would download for them,
 * from the whole archive that this machine is configured for, on three machines: an empty one, one
 * as debootstrap makes it, and one with a desktop.
 */
class SmallestSetsIT {
  private static final List<String> DESKTOP =
      List.of(
          "xfce4",
          "lightdm",
          "firefox-esr",
          "libreoffice-writer",
          "gimp",
          "cups",
          "openssh-server");

  @TempDir Path folder;

  @Test
  void a_set_is_never_larger_than_apts_for_the_same_wish() throws Exception {
    assumeTrue(AptOracle.isHere(), "needs apt and its lists (apt-get update)");
    AptOracle apt = new AptOracle(folder);
    assumeTrue(
        apt.offered().size() > 10_000, "needs apt's lists of a whole archive (apt-get update)");
    Set<String> state = new HashSet<>();
    held(apt, state, 34, new Random(1));
    state.addAll(
        apt.install(false, apt.basic(Set.of("required", "important"))).orElseThrow().files());
    held(apt, state, 33, new Random(2));
    apt.installed(state);
    state.addAll(apt.install(false, DESKTOP).orElseThrow().files());
    held(apt, state, 33, new Random(3));
  }

  /** Draws wishes until apt has fulfilled so many on this machine. */
  private static void held(AptOracle apt, Set<String> state, int wishes, Random random)
      throws Exception {
    apt.installed(state);
    MachineUniverse machine =
        new MachineUniverse(new MachinePackages(new DpkgStatus(apt.root())), apt.offered());
    List<String> names =
        apt.offered().stream().map(metadata -> metadata.id().name()).distinct().sorted().toList();
    SmallestSets sets = new SmallestSets(new Sat4jSolver());
    for (int fulfilled = 0; fulfilled < wishes; ) {
      List<String> wish =
          Stream.generate(() -> names.get(random.nextInt(names.size())))
              .limit(1 + random.nextInt(5))
              .distinct()
              .toList();
      Optional<AptOracle.Answer> theirs = apt.install(false, wish);
      if (theirs.isPresent()) {
        fulfilled++;
        Optional<Smallest> ours = sets.find(machine, Goal.of(wish), metadata -> false);
        assertThat(ours).as("%s on %d packages", wish, state.size()).isPresent();
        compare(machine, wish, ours.get(), theirs.get());
      }
    }
  }

  private static void compare(
      MachineUniverse machine, List<String> wish, Smallest ours, AptOracle.Answer theirs) {
    assertThat(ours.proven()).as("%s is proven", wish).isTrue();
    assertThat(ours.removed().size())
        .as("%s: %s goes with us, %s with apt", wish, ours.removed(), theirs.removed())
        .isLessThanOrEqualTo(theirs.removed().size());
    if (ours.removed().size() == theirs.removed().size()) {
      assertThat(bytes(machine, ours.packages()))
          .as("%s: we take %s, apt %s", wish, ours.packages(), theirs.files())
          .isLessThanOrEqualTo(theirs.bytes());
    }
  }

  private static long bytes(MachineUniverse machine, Set<PackageId> packages) {
    return packages.stream()
        .mapToLong(
            id -> machine.universe().metadata(machine.universe().number(id).orElseThrow()).size())
        .sum();
  }
}
