package org.edos.core.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer here is also that of dnf's solver, over packages built with these headers. */
final class RpmSemanticsTest {
  private static final Platform MACHINE =
      RpmSemantics.INSTANCE.platforms(Set.of("x86_64", "i686", "noarch")).getFirst();

  @ParameterizedTest
  @CsvSource({
    "pv > 1.0-5, true",
    "pv = 1.0-7, true",
    "pv < 1.0, false",
    "pv > 1.0, false",
    "pv = 1.1, false",
    "uv > 3, true",
    "prov = 1, true",
    "prov = 1-1, true",
    "prov > 1, false",
    "/usr/bin/prov, true",
    "/usr/bin/none, false",
    "rpmlib(Whatever) <= 4.0, true",
    "(prov with pv), true",
    "(prov with other), false",
    "(pv without prov), false",
    "(prov if nothere), true",
    "(nothere if nothere), true",
    "(nothere if prov else other), true",
    "(nothere if goal), false",
    "(goal if goal), true",
    "(nothere or other), true",
    "(nothere and other), false",
    "(not readable, false"
  })
  void a_requirement_is_met_by_name_by_what_is_provided_and_by_files(
      String wanted, boolean installable) {
    PackageMetadata prov = rpm("prov-1-1.x86_64", "Provides: pv = 1.0", "Provides: uv");
    List<PackageMetadata> all =
        List.of(
            rpm("goal-1-1.noarch", "Requires: " + wanted),
            prov.draft().files(List.of("/usr/bin/prov", "/usr/share/unused")).finished(),
            rpm("other-1-1.i686"));
    assertThat(isInstallable(all, "goal")).isEqualTo(installable);
  }

  @ParameterizedTest
  @CsvSource({
    "Conflicts: goal, true",
    "Conflicts: virtual, true",
    "Obsoletes: goal, true",
    "Conflicts: friend, false",
    "Conflicts: friend < 1, true",
    "Conflicts: capability, false",
    "Obsoletes: friend < 2, false",
    "Obsoletes: capability, true",
    "Conflicts: (friend and goal), false",
    "Conflicts: (goal and goal), true",
    "Conflicts: (friend or nothere), false",
    "Conflicts: (friend without friend), true",
    "Conflicts: (friend unless nothere), false",
    "Conflicts: (friend unless friend), true",
    "Conflicts: (nothere unless friend else goal), false",
    "Conflicts: (nothere unless friend else second), false"
  })
  void a_package_is_not_beside_what_it_conflicts_with_or_obsoletes_but_beside_itself(
      String relation, boolean installable) {
    List<PackageMetadata> all =
        List.of(
            rpm(
                "goal-1-1.noarch",
                "Requires: friend",
                "Requires: second",
                "Provides: virtual",
                relation),
            rpm("friend-1-1.x86_64", "Provides: capability"),
            rpm("second-1-1.x86_64"));
    assertThat(isInstallable(all, "goal")).isEqualTo(installable);
  }

  @Test
  void versions_of_one_package_exclude_each_other_unless_they_are_kernels() {
    assertThat(
            isInstallable(
                List.of(
                    rpm("goal-1-1.noarch", "Requires: foo = 1", "Requires: foo = 2"),
                    rpm("foo-1-1.x86_64"),
                    rpm("foo-2-1.x86_64")),
                "goal"))
        .isFalse();
    assertThat(
            isInstallable(
                List.of(
                    rpm("goal-1-1.noarch", "Requires: kernel = 1", "Requires: kernel = 2"),
                    rpm("kernel-1-1.x86_64"),
                    rpm("kernel-2-1.x86_64")),
                "goal"))
        .isTrue();
    assertThat(
            isInstallable(
                List.of(
                    rpm("goal-1-1.noarch", "Requires: driver = 1", "Requires: driver = 2"),
                    rpm("driver-1-1.x86_64", "Provides: installonlypkg(kernel-module)"),
                    rpm("driver-2-1.x86_64", "Provides: installonlypkg(kernel-module)")),
                "goal"))
        .isTrue();
  }

  @Test
  void architectures_of_one_machine_are_beside_each_other_and_noarch_is_beside_none() {
    List<PackageMetadata> both =
        List.of(
            rpm("goal-1-1.noarch", "Requires: foo(x86-64)", "Requires: foo(x86-32)"),
            rpm("foo-1-1.x86_64", "Provides: foo(x86-64) = 1-1"),
            rpm("foo-1-1.i686", "Provides: foo(x86-32) = 1-1"));
    assertThat(isInstallable(both, "goal")).isTrue();
    List<PackageMetadata> mixed =
        List.of(both.getFirst(), both.get(1), rpm("foo-2-1.noarch", "Provides: foo(x86-32) = 1-1"));
    assertThat(isInstallable(mixed, "goal")).isFalse();
    List<PackageMetadata> elsewhere =
        List.of(rpm("goal-1-1.noarch", "Requires: foo"), rpm("foo-1-1.aarch64"));
    assertThat(isInstallable(elsewhere, "goal")).isFalse();
  }

  @Test
  void each_architecture_with_packages_of_its_own_is_a_machine() {
    Semantics rpm = Semantics.of(PackageFormat.RPM);
    assertThat(rpm.platforms(Set.of("x86_64", "i686", "noarch", "src", "aarch64")))
        .extracting(Platform::architecture)
        .containsExactly("aarch64", "x86_64");
    assertThat(rpm.platforms(Set.of("noarch", "src")))
        .extracting(Platform::architecture)
        .containsExactly("noarch");
  }

  @Test
  void weak_dependencies_say_what_is_preferred_and_exclude_nothing() {
    List<PackageMetadata> all =
        List.of(
            rpm(
                "goal-1-1.noarch",
                "Requires: mail",
                "Recommends: nothere",
                "Recommends: zmail",
                "Supplements: nothere"),
            rpm("amail-1-1.noarch", "Provides: mail"),
            rpm("zmail-1-1.noarch", "Provides: mail"));
    assertThat(isInstallable(all, "goal")).isTrue();
    Rules rules = Rules.of(Universe.of(RpmSemantics.INSTANCE, MACHINE, all));
    assertThat(rules.needs(0).getFirst().present()).containsExactly(2, 1);
  }

  @Test
  void a_formula_that_explodes_is_met_by_nothing() {
    List<String> pairs = new ArrayList<>();
    List<PackageMetadata> all = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      pairs.add("(a%1$d and b%1$d)".formatted(i));
      all.add(rpm("a" + i + "-1-1.noarch"));
      all.add(rpm("b" + i + "-1-1.noarch"));
    }
    all.addFirst(rpm("goal-1-1.noarch", "Requires: (" + String.join(" or ", pairs) + ")"));
    Rules rules = Rules.of(Universe.of(RpmSemantics.INSTANCE, MACHINE, all));
    assertThat(rules.needs(0))
        .singleElement()
        .satisfies(need -> {
          assertThat(need.present()).isEmpty();
          assertThat(need.absent()).isEmpty();
        });
  }

  /** Tries every set of packages. */
  private static boolean isInstallable(List<PackageMetadata> all, String goal) {
    Universe universe = Universe.of(RpmSemantics.INSTANCE, MACHINE, all);
    Rules rules = Rules.of(universe);
    int wanted = universe.named(goal)[0];
    for (int set = 0; set < 1 << universe.size(); set++) {
      if (has(set, wanted) && holds(rules, set)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Rules rules, int set) {
    for (int number = 0; number < rules.universe().size(); number++) {
      if (has(set, number)) {
        for (int other : rules.excluded(number)) {
          if (has(set, other)) {
            return false;
          }
        }
        for (Rule.Need need : rules.needs(number)) {
          boolean met = false;
          for (int present : need.present()) {
            met |= has(set, present);
          }
          for (int absent : need.absent()) {
            met |= !has(set, absent);
          }
          if (!met) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean has(int set, int number) {
    return (set >> number & 1) == 1;
  }

  private static PackageMetadata rpm(String file, String... relations) {
    int dot = file.lastIndexOf('.');
    int release = file.lastIndexOf('-');
    int version = file.lastIndexOf('-', release - 1);
    PackageId id =
        new PackageId(
            PackageFormat.RPM,
            "fedora",
            file.substring(0, version),
            file.substring(version + 1, dot),
            file.substring(dot + 1));
    return new PackageDraft(id, new Sha256("0".repeat(64)), 1)
        .relations(Stream.of(relations).map(RpmSemanticsTest::relation).toList())
        .finished();
  }

  private static Relation relation(String line) {
    String[] parts = line.split(": ", 2);
    Kind kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
    String[] words = parts[1].startsWith("(") ? new String[] {parts[1]} : parts[1].split(" ");
    return new Relation(
        kind,
        List.of(
            words.length == 3
                ? new Capability(words[0], words[1], words[2])
                : Capability.any(parts[1])));
  }
}
