package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.installed.memory.MemoryInstalled;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.edos.role.download.SmallestSets.Goal;
import org.edos.role.download.SmallestSets.Smallest;
import org.junit.jupiter.api.Test;

/** Which packages a machine gets for what it wishes, and which go. */
class SmallestSetsTest {
  private final List<PackageMetadata> offered = new ArrayList<>();
  private final List<InstalledPackage> installed = new ArrayList<>();
  private final Set<String> stored = new java.util.HashSet<>();

  @Test
  void of_several_ways_the_one_with_the_fewest_bytes_is_taken() {
    offer("app", "1", 10, "requires editor | viewer");
    offer("editor", "1", 50);
    offer("viewer", "1", 20, "requires toolkit");
    offer("toolkit", "1", 29);
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "viewer 1", "toolkit 1");
  }

  @Test
  void what_two_wishes_share_counts_once() {
    offer("one", "1", 1, "requires own-of-one | shared");
    offer("two", "1", 1, "requires own-of-two | shared");
    offer("own-of-one", "1", 30);
    offer("own-of-two", "1", 30);
    offer("shared", "1", 50);
    assertThat(wish("one", "two")).containsExactlyInAnyOrder("one 1", "two 1", "shared 1");
    assertThat(wish("one")).containsExactlyInAnyOrder("one 1", "own-of-one 1");
  }

  @Test
  void what_is_in_the_store_costs_nothing() {
    offer("app", "1", 10, "requires small | large");
    offer("small", "1", 5);
    offer("large", "1", 5000);
    stored.add("large");
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "large 1");
  }

  @Test
  void where_bytes_are_the_same_fewer_packages_are_better() {
    offer("app", "1", 10, "requires pair | single");
    offer("pair", "1", 5, "requires other-half");
    offer("other-half", "1", 5);
    offer("single", "1", 10);
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "single 1");
  }

  @Test
  void nothing_installed_is_removed_as_long_as_there_is_another_way() {
    install("sendmail", "1", "conflicts mail-agent", "provides mail-agent");
    offer("app", "1", 10, "requires postfix | no-mail");
    offer("postfix", "1", 1, "conflicts mail-agent", "provides mail-agent");
    offer("no-mail", "1", 500);
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "no-mail 1");
  }

  @Test
  void what_must_go_is_told() {
    install("sendmail", "1", "provides mail-agent");
    install("mailer", "1", "requires mail-agent");
    offer("postfix", "1", 1, "conflicts sendmail");
    Smallest found = find(Goal.of(List.of("postfix"))).orElseThrow();
    assertThat(names(found.packages())).containsExactly("postfix 1");
    assertThat(names(found.removed())).containsExactlyInAnyOrder("sendmail 1", "mailer 1");
  }

  @Test
  void of_kernels_beside_each_other_the_one_that_must_go_is_told() {
    for (String version : List.of("1-1", "2-1")) {
      installed.add(new InstalledPackage("kernel", version, "x86_64", List.of(), false));
    }
    PackageId tool = new PackageId(PackageFormat.RPM, "fedora", "tool", "1-1", "x86_64");
    offered.add(
        new PackageDraft(tool, Sha256.of(new byte[0]), 1)
            .relations(relations("conflicts kernel (= 1-1)"))
            .finished());
    var source = new MemoryInstalled(PackageFormat.RPM, "x86_64", installed, Set.of());
    var machine = new MachineUniverse(new MachinePackages(source), offered);
    Smallest found =
        new SmallestSets(new Sat4jSolver())
            .find(machine, Goal.of(List.of("tool")), this::isStored)
            .orElseThrow();
    assertThat(names(found.packages())).containsExactly("tool 1-1");
    assertThat(names(found.removed())).containsExactly("kernel 1-1");
  }

  @Test
  void recommendations_that_cannot_be_decided_in_time_are_left_out_and_that_is_told() {
    offer("app", "1", 10, "recommends extra");
    offer("extra", "1", 10, "requires this | that");
    offer("this", "1", 10);
    offer("that", "1", 10, "conflicts app");
    Goal goal = new Goal(List.of(), List.of("app"), false, true);
    Smallest found =
        new SmallestSets(new Sat4jSolver())
            .find(machine(), goal, this::isStored, Patience.of(Duration.ZERO))
            .orElseThrow();
    assertThat(names(found.packages())).containsExactly("app 1");
    assertThat(found.proven()).isFalse();
  }

  @Test
  void what_is_held_or_essential_does_not_go() {
    held("kept", "1");
    installed.add(new InstalledPackage("base", "1", "amd64", true, MultiArch.NO, List.of(), false));
    offer("app", "1", 1, "conflicts kept");
    offer("other", "1", 1, "conflicts base");
    offer("kept", "2", 1);
    offer("newer", "1", 1, "requires kept (>= 2)");
    assertThat(find(Goal.of(List.of("app")))).isEmpty();
    assertThat(find(Goal.of(List.of("other")))).isEmpty();
    assertThat(find(Goal.of(List.of("newer")))).isEmpty();
  }

  @Test
  void what_is_installed_is_upgraded_where_that_is_needed_with_what_depends_on_it() {
    install("lib", "1");
    install("tool", "1", "requires lib (= 1)");
    offer("lib", "2", 10);
    offer("tool", "2", 10, "requires lib (= 2)");
    offer("app", "1", 10, "requires lib (>= 2)");
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "lib 2", "tool 2");
  }

  @Test
  void an_upgrade_that_cannot_be_is_kept_back_and_the_others_are_made() {
    install("old", "1");
    install("fine", "1");
    install("wall", "1");
    offer("old", "2", 10, "conflicts wall");
    offer("fine", "2", 10);
    Smallest found = find(new Goal(List.of(), List.of(), true, false)).orElseThrow();
    assertThat(names(found.packages())).containsExactly("fine 2");
    assertThat(names(found.keptBack())).containsExactly("old 1");
    assertThat(found.removed()).isEmpty();
  }

  @Test
  void an_older_version_is_taken_where_only_that_will_do() {
    offer("app", "1", 10, "requires lib (= 1)");
    offer("lib", "1", 10);
    offer("lib", "2", 1);
    assertThat(wish("app")).containsExactlyInAnyOrder("app 1", "lib 1");
    assertThat(wish("lib")).containsExactly("lib 2");
  }

  @Test
  void a_machine_that_is_broken_already_is_not_mended() {
    install("broken", "1", "requires what-nobody-has");
    offer("app", "1", 10);
    assertThat(wish("app")).containsExactly("app 1");
  }

  @Test
  void recommended_packages_come_along_where_they_can() {
    offer("app", "1", 10, "recommends extra", "recommends rival", "recommends gone");
    offer("extra", "1", 10, "recommends more");
    offer("more", "1", 10);
    offer("rival", "1", 10, "conflicts app");
    assertThat(
            names(find(new Goal(List.of(), List.of("app"), false, true)).orElseThrow().packages()))
        .containsExactlyInAnyOrder("app 1", "extra 1", "more 1");
    assertThat(wish("app")).containsExactly("app 1");
  }

  @Test
  void no_set_is_better_than_the_one_found_whatever_the_machine() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      draw(random);
      Goal goal = Goal.of(List.of("p" + random.nextInt(6)));
      String as = "round " + round + ": " + installed + " " + offered;
      Optional<Smallest> found = find(goal);
      Optional<Smallest> plain =
          new SmallestSets(new MemorySolver()).find(machine(), goal, this::isStored);
      Optional<long[]> best = new AllSets(machine(), goal.names().iterator().next()).best();
      assertThat(found.map(this::cost)).as(as).usingRecursiveComparison().isEqualTo(best);
      assertThat(plain.map(this::cost)).as(as).usingRecursiveComparison().isEqualTo(best);
    }
  }

  private void draw(Random random) {
    offered.clear();
    installed.clear();
    for (int i = 0; i < 6; i++) {
      List<String> relations = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        relations.add(
            switch (random.nextInt(4)) {
              case 0 -> "conflicts p" + random.nextInt(6);
              case 1 -> "requires p" + random.nextInt(6);
              default -> "requires p" + random.nextInt(6) + " | p" + random.nextInt(6);
            });
      }
      offer("p" + i, "1", 1 + random.nextInt(20), relations.toArray(String[]::new));
    }
    for (int i = 6; i < 8; i++) {
      install(
          "p" + i, "1", random.nextBoolean() ? "conflicts p" + random.nextInt(6) : "provides q");
    }
  }

  /** Removals and bytes. */
  private long[] cost(Smallest found) {
    return new long[] {
      found.removed().size(),
      offered.stream()
          .filter(metadata -> found.packages().contains(metadata.id()))
          .mapToLong(PackageMetadata::size)
          .sum()
    };
  }

  /** Tries every set of packages. */
  private record AllSets(MachineUniverse machine, String wish) {
    Optional<long[]> best() {
      int size = machine.universe().size();
      return IntStream.range(0, 1 << size)
          .mapToObj(bits -> BitSet.valueOf(new long[] {bits}))
          .filter(this::isConsistent)
          .filter(set -> IntStream.of(machine.universe().named(wish)).anyMatch(set::get))
          .map(this::cost)
          .min(Comparator.<long[]>comparingLong(c -> c[0]).thenComparingLong(c -> c[1]));
    }

    private boolean isConsistent(BitSet set) {
      return set.stream()
          .allMatch(one ->
              IntStream.of(machine.rules().excluded(one)).noneMatch(set::get)
                  && machine.rules().needs(one).stream()
                      .allMatch(need -> IntStream.of(need.present()).anyMatch(set::get)));
    }

    private long[] cost(BitSet set) {
      BitSet removed = (BitSet) machine.installed().clone();
      removed.andNot(set);
      BitSet fresh = (BitSet) set.clone();
      fresh.andNot(machine.installed());
      return new long[] {
        removed.cardinality(),
        fresh.stream().mapToLong(one -> machine.universe().metadata(one).size()).sum()
      };
    }
  }

  private Set<String> wish(String... names) {
    Smallest found = find(Goal.of(List.of(names))).orElseThrow();
    assertThat(found.removed()).isEmpty();
    assertThat(found.proven()).isTrue();
    return names(found.packages());
  }

  private Optional<Smallest> find(Goal goal) {
    return new SmallestSets(new Sat4jSolver()).find(machine(), goal, this::isStored);
  }

  private boolean isStored(PackageMetadata metadata) {
    return stored.contains(metadata.id().name());
  }

  private MachineUniverse machine() {
    var source = new MemoryInstalled(PackageFormat.DEB, "amd64", installed, Set.of());
    return new MachineUniverse(new MachinePackages(source), offered);
  }

  private void offer(String name, String version, long size, String... relations) {
    PackageId id = new PackageId(PackageFormat.DEB, "debian", name, version, "amd64");
    Sha256 content = Sha256.of(id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    offered.add(new PackageDraft(id, content, size).relations(relations(relations)).finished());
  }

  private void install(String name, String version, String... relations) {
    installed.add(
        new InstalledPackage(
            name, version, "amd64", false, MultiArch.NO, relations(relations), false));
  }

  private void held(String name, String version) {
    installed.add(
        new InstalledPackage(name, version, "amd64", false, MultiArch.NO, List.of(), true));
  }

  private static List<Relation> relations(String... texts) {
    List<Relation> relations = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split(" ", 2);
      Kind kind = Kind.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT));
      relations.add(MadeRelease.relation(kind, parts[1]));
    }
    return relations;
  }

  private static Set<String> names(Set<PackageId> ids) {
    return ids.stream().map(id -> id.name() + " " + id.version()).collect(Collectors.toSet());
  }
}
