package org.edos.physical.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.edos.core.EdosException;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.junit.jupiter.api.Test;

/** What every {@link Solver} promises; each adapter's test extends it. */
public abstract class SolverContract {
  private static final int UNIVERSES = 400;
  private static final Platform MACHINE = new Platform("amd64", Set.of("i386"));

  /** The solver that is tested. */
  protected abstract Solver solver();

  private static Rules rules(List<PackageMetadata> packages) {
    return Rules.of(Universe.of(Semantics.of(PackageFormat.DEB), MACHINE, packages));
  }

  private List<Uninstallable> uninstallable(String packages) {
    return solver().uninstallable(rules(MadePackages.read(packages)));
  }

  private List<String> texts(String packages) {
    return uninstallable(packages).stream().map(Uninstallable::text).toList();
  }

  @Test
  void what_it_finds_is_what_trying_all_sets_of_packages_finds() {
    Random random = new Random(20260101);
    for (int i = 0; i < UNIVERSES; i++) {
      PlainMachine machine = PlainMachine.of(MadePackages.random(random));
      Set<String> broken = new TreeSet<>();
      machine.universe().forEach(one -> broken.add(one.id().toString()));
      broken.removeAll(machine.installable());
      List<Uninstallable> found = solver().uninstallable(rules(machine.universe()));
      assertThat(found)
          .as("universe %d: %s", i, machine.universe())
          .extracting(one -> one.id().toString())
          .containsExactlyInAnyOrderElementsOf(broken);
      ExplanationCheck check = new ExplanationCheck(machine.universe());
      found.forEach(check::check);
    }
  }

  @Test
  void a_chain_leads_to_what_nothing_has() {
    assertThat(
            texts(
                """
                Package: a
                Depends: b (>= 2) | c

                Package: b
                Version: 1.5
                """))
        .containsExactly("a 1 needs b (>= 2) | c, which nothing has (there is b 1.5)");
  }

  @Test
  void two_chains_end_in_packages_that_exclude_each_other() {
    assertThat(
            texts(
                """
                Package: a
                Depends: b, c

                Package: b
                Depends: d

                Package: c
                Breaks: d (<< 2)

                Package: d
                """))
        .containsExactly(
            """
            a 1 needs c
            a 1 needs b
            b 1 needs d
            c 1 cannot be beside d 1: it breaks d (< 2)\
            """);
  }

  @Test
  void each_alternative_has_its_own_cause() {
    List<Uninstallable> found =
        uninstallable(
            """
            Package: a
            Depends: b | c

            Package: b
            Depends: nothing

            Package: c
            Conflicts: a
            """);
    assertThat(found).extracting(one -> one.id().name()).containsExactly("a", "b");
    assertThat(found.getFirst().causes()).hasSize(2);
  }

  @Test
  void a_provided_name_without_a_version_satisfies_no_dependency_on_a_version() {
    assertThat(
            uninstallable(
                """
                Package: a
                Depends: v (>= 1)

                Package: b
                Depends: w (>= 1), v

                Package: c
                Provides: v, w (= 2)
                """))
        .extracting(one -> one.id().name())
        .containsExactly("a");
  }

  @Test
  void a_package_that_conflicts_with_a_name_that_it_provides_excludes_others_and_not_itself() {
    assertThat(
            uninstallable(
                """
                Package: exim
                Provides: mta
                Conflicts: mta

                Package: postfix
                Provides: mta
                Conflicts: mta

                Package: both
                Depends: exim, postfix
                """))
        .extracting(one -> one.id().name())
        .containsExactly("both");
  }

  @Test
  void what_excludes_an_essential_package_cannot_be_installed() {
    assertThat(
            texts(
                """
                Package: base
                Essential: yes

                Package: other
                Conflicts: base
                """))
        .containsExactly(
            "base 1 is on every machine\nother 1 cannot be beside base 1: it conflicts with base");
  }

  @Test
  void where_an_essential_package_is_broken_everything_is() {
    assertThat(
            uninstallable(
                """
                Package: base
                Essential: yes
                Depends: nothing

                Package: other
                """))
        .hasSize(2);
  }

  @Test
  void only_what_is_asked_for_is_told() {
    Rules rules =
        rules(
            MadePackages.read(
                """
                Package: a
                Depends: nothing

                Package: b
                Depends: a
                """));
    BitSet second = new BitSet();
    second.set(1);
    assertThat(solver().uninstallable(rules, second, settled -> {}))
        .extracting(one -> one.id().name())
        .containsExactly("b");
  }

  @Test
  void progress_ends_with_all_and_may_stop_the_work() {
    Rules rules = rules(MadePackages.read("Package: a\n\nPackage: b\nDepends: a"));
    BitSet all = new BitSet();
    all.set(0, 2);
    List<Integer> told = new ArrayList<>();
    solver().uninstallable(rules, all, told::add);
    assertThat(told).isSorted().endsWith(2);
    assertThatThrownBy(() ->
            solver()
                .uninstallable(
                    rules,
                    all,
                    settled -> {
                      throw EdosException.exhausted("too long");
                    }))
        .hasMessage("too long");
  }

  @Test
  void a_dependency_chain_of_thousands_of_packages_is_followed() {
    StringBuilder packages = new StringBuilder("Package: p0\nDepends: nothing\n\n");
    for (int i = 1; i < 3_000; i++) {
      packages.append("Package: p%d\nDepends: p%d\n\n".formatted(i, i - 1));
    }
    assertThat(uninstallable(packages.toString())).hasSize(3_000);
  }
}
