package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.edos.core.EdosException;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Weighed;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.solver.Solver;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.role.download.MissingPackages.Missing;
import org.junit.jupiter.api.Test;

/** Which packages a store lacks. */
class MissingPackagesTest {
  private final MadeRelease release = new MadeRelease(PackageFormat.DEB);
  private final Set<Sha256> stored = new HashSet<>();

  @Test
  void missing_are_those_asked_for_and_those_they_need_that_the_store_lacks() {
    release.with("app", "1", "lib", "base").with("lib", "1").with("base", "1").with("other", "1");
    release.published();
    store("base");
    assertThat(missing("app"))
        .containsExactly(
            new Missing(release.id("app"), 100, true), new Missing(release.id("lib"), 100, false));
    store("app");
    store("lib");
    assertThat(missing("app")).isEmpty();
  }

  @Test
  void of_alternatives_the_one_in_the_store_serves() {
    release.with("app", "1", "small | stored").with("small", "1").with("stored", "1");
    release.published();
    store("stored");
    assertThat(missing("app")).extracting(Missing::id).containsExactly(release.id("app"));
  }

  @Test
  void packages_that_exclude_each_other_are_looked_at_one_by_one() {
    release.with("one", "1", "tool (= 1)").with("two", "1", "tool (= 2)");
    release.with("tool", "1").with("tool", "2");
    release.published();
    assertThat(missing("one", "two")).hasSize(4);
  }

  @Test
  void what_nobody_has_is_an_error_that_says_so() {
    release.with("app", "1", "gone");
    release.published();
    assertThatThrownBy(() -> missing("app"))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("app 1 needs gone, which nothing has");
    PackageId unknown = new PackageId(PackageFormat.DEB, "debian", "unknown", "1", "amd64");
    assertThatThrownBy(() -> missing(unknown)).hasMessageContaining(unknown.toString());
  }

  @Test
  void rich_needs_of_rpms_are_needs_too() {
    MadeRelease rpms = new MadeRelease(PackageFormat.RPM);
    rpms.with("app", "1-1", "(lib >= 1 with lib < 2)", "(one or two)");
    rpms.with("lib", "1-1").with("lib", "2-1").with("two", "1-1");
    rpms.published();
    assertThat(missing(rpms, rpms.id("app")))
        .extracting(missing -> missing.id().name() + " " + missing.id().version())
        .containsExactly("app 1-1", "lib 1-1", "two 1-1");
  }

  @Test
  void packages_for_several_architectures_are_each_looked_at_on_their_own() {
    release.with("app", "1", "amd64", List.of(), "lib").with("lib", "1", "amd64", List.of());
    release.with("old", "1", "i386", List.of(), "lib").with("lib", "1", "i386", List.of());
    release.with("text", "1", "all", List.of(), "font").with("font", "1", "all", List.of());
    release.published();
    assertThat(missing("app", "old", "text"))
        .extracting(missing -> missing.id().name() + " " + missing.id().architecture())
        .containsExactlyInAnyOrder(
            "app amd64", "lib amd64", "old i386", "lib i386", "text all", "font all");
  }

  @Test
  void one_of_many_that_excludes_the_others_is_found_by_halving() {
    PackageId[] ids = new PackageId[41];
    for (int i = 0; i < ids.length; i++) {
      release.with("p" + i, "1", i == 17 ? "tool (= 1)" : "tool (= 2)");
      ids[i] = release.id("p" + i);
    }
    release.with("tool", "1").with("tool", "2");
    release.published();
    AtomicInteger asked = new AtomicInteger();
    assertThat(missing(release, new CountingSolver(asked), ids)).hasSize(43);
    assertThat(asked).hasValueLessThan(41);
  }

  /** Counts how often it is asked. */
  private record CountingSolver(AtomicInteger asked) implements Solver {
    @Override
    public List<Uninstallable> uninstallable(Rules rules, BitSet numbers, IntConsumer settled) {
      return new MemorySolver().uninstallable(rules, numbers, settled);
    }

    @Override
    public Weighed.Choice cheapest(Weighed problem, Optional<BitSet> known, Duration patience) {
      asked.incrementAndGet();
      return new MemorySolver().cheapest(problem, known, patience);
    }
  }

  private void store(String name) {
    stored.add(Sha256.of(release.id(name).toString().getBytes(StandardCharsets.UTF_8)));
  }

  private List<Missing> missing(String... names) {
    return missing(Arrays.stream(names).map(release::id).toArray(PackageId[]::new));
  }

  private List<Missing> missing(PackageId... ids) {
    return missing(release, ids);
  }

  private List<Missing> missing(MadeRelease made, PackageId... ids) {
    return missing(made, new MemorySolver(), ids);
  }

  private List<Missing> missing(MadeRelease made, Solver solver, PackageId... ids) {
    return new MissingPackages(made.index, solver, stored::contains).of(List.of(ids));
  }
}
