package org.edos.physical.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.dependency.Explanation;
import org.edos.core.dependency.Explanation.Chain;
import org.edos.core.dependency.Explanation.Conflict;
import org.edos.core.dependency.Explanation.Missing;
import org.edos.core.dependency.Explanation.Step;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.unit.PackageId;

/**
 * Holds explanations against the packages themselves. Each step must be what a package says, each
 * end must be missing or in conflict; what is told must leave no way, and with any one cause taken
 * back there must be one.
 */
public final class ExplanationCheck {
  /** Something that must be so: one of these is installed, where that one is. */
  private record Told(PackageId by, List<PackageId> needed) {}

  private final Map<PackageId, PackageMetadata> packages;

  /** Against these packages. */
  public ExplanationCheck(List<PackageMetadata> universe) {
    this.packages =
        universe.stream()
            .collect(
                Collectors.toMap(PackageMetadata::id, Function.identity(), (one, same) -> one));
  }

  /** Fails where the explanation is not right. */
  public void check(Uninstallable broken) {
    assertThat(broken.causes()).as("%s", broken.id()).isNotEmpty();
    broken.causes().forEach(cause -> check(broken, cause));
    assertThat(isPossible(broken, broken.causes()))
        .as("a way is left:\n%s", broken.text())
        .isFalse();
    for (Explanation cause : broken.causes()) {
      List<Explanation> others = new ArrayList<>(broken.causes());
      others.removeIf(other -> end(other).equals(end(cause)));
      assertThat(isPossible(broken, others)).as("superfluous: %s", cause).isTrue();
    }
  }

  /** What is missing or in conflict, whichever way leads there. */
  private static List<Object> end(Explanation cause) {
    return switch (cause) {
      case Missing missing -> List.of(missing.chain().end(), missing.relation());
      case Conflict conflict ->
          List.of(Set.of(conflict.first().end(), conflict.second().end()), conflict.relation());
    };
  }

  private void check(Uninstallable broken, Explanation cause) {
    switch (cause) {
      case Missing missing -> {
        check(broken, missing.chain());
        PackageMetadata end = known(missing.chain().end());
        assertThat(end.relations()).contains(missing.relation());
        assertThat(satisfying(end, missing.relation())).isEmpty();
      }
      case Conflict conflict -> {
        check(broken, conflict.first());
        check(broken, conflict.second());
        PackageMetadata first = known(conflict.first().end());
        assertThat(PlainMachine.excludes(first, known(conflict.second().end()))).isTrue();
        conflict.relation().ifPresent(said -> assertThat(first.relations()).contains(said));
      }
    }
  }

  private void check(Uninstallable broken, Chain chain) {
    assertThat(chain.start().equals(broken.id()) || known(chain.start()).essential())
        .as("begins with %s", chain.start())
        .isTrue();
    for (int i = 0; i < chain.steps().size(); i++) {
      Step step = chain.steps().get(i);
      PackageId next = i + 1 < chain.steps().size() ? chain.steps().get(i + 1).by() : chain.end();
      assertThat(known(step.by()).relations()).contains(step.relation());
      assertThat(satisfying(known(step.by()), step.relation())).contains(next);
    }
  }

  private PackageMetadata known(PackageId id) {
    assertThat(packages).containsKey(id);
    return Objects.requireNonNull(packages.get(id));
  }

  private List<PackageId> satisfying(PackageMetadata by, Relation relation) {
    return packages.values().stream()
        .filter(other -> PlainMachine.satisfies(by, relation, other))
        .map(PackageMetadata::id)
        .toList();
  }

  /** Whether some set has the package, by no more than what these causes tell. */
  private boolean isPossible(Uninstallable broken, List<Explanation> causes) {
    Set<Told> needs = new HashSet<>();
    Set<Set<PackageId>> exclusions = new HashSet<>();
    for (Explanation cause : broken.causes()) {
      chains(cause).forEach(chain -> tell(broken, chain, needs));
    }
    for (Explanation cause : causes) {
      switch (cause) {
        case Missing missing -> needs.add(new Told(missing.chain().end(), List.of()));
        case Conflict conflict ->
            exclusions.add(Set.of(conflict.first().end(), conflict.second().end()));
      }
    }
    return isPossible(Set.of(broken.id()), List.copyOf(needs), exclusions);
  }

  private static List<Chain> chains(Explanation cause) {
    return switch (cause) {
      case Missing missing -> List.of(missing.chain());
      case Conflict conflict -> List.of(conflict.first(), conflict.second());
    };
  }

  private void tell(Uninstallable broken, Chain chain, Set<Told> needs) {
    for (Step step : chain.steps()) {
      needs.add(new Told(step.by(), satisfying(known(step.by()), step.relation())));
    }
    if (!chain.start().equals(broken.id())) {
      needs.add(
          new Told(
              broken.id(),
              packages.values().stream()
                  .filter(one -> one.essential() && one.id().name().equals(chain.start().name()))
                  .filter(one -> !one.id().architecture().equals("i386"))
                  .map(PackageMetadata::id)
                  .toList()));
    }
  }

  /** Tries every choice, one open need after the other. */
  private static boolean isPossible(
      Set<PackageId> installed, List<Told> needs, Set<Set<PackageId>> exclusions) {
    if (exclusions.stream().anyMatch(installed::containsAll)) {
      return false;
    }
    for (Told need : needs) {
      if (installed.contains(need.by()) && need.needed().stream().noneMatch(installed::contains)) {
        return need.needed().stream()
            .anyMatch(next -> {
              Set<PackageId> more = new HashSet<>(installed);
              more.add(next);
              return isPossible(more, needs, exclusions);
            });
      }
    }
    return true;
  }
}
