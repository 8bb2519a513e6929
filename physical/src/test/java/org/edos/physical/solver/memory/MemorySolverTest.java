package org.edos.physical.solver.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.dependency.Installability;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.solver.Solver;
import org.edos.physical.solver.SolverContract;
import org.junit.jupiter.api.Test;

class MemorySolverTest extends SolverContract {
  @Override
  protected Solver solver() {
    return new MemorySolver();
  }

  @Test
  void why_no_machine_can_be_is_searched_for_once_however_many_packages_there_are() {
    assertThat(searches(400)).isEqualTo(searches(4));
  }

  /** How many searches it takes to explain so many packages where essential ones exclude. */
  private static int searches(int packages) {
    List<PackageMetadata> all = new ArrayList<>();
    all.add(draft("one").essential(true).relations(conflict("two")).finished());
    all.add(draft("two").essential(true).finished());
    for (int i = 0; i < packages; i++) {
      all.add(draft("p" + i).finished());
    }
    Semantics semantics = Semantics.of(PackageFormat.DEB);
    Rules rules = Rules.of(Universe.of(semantics, new Platform("amd64", Set.of()), all));
    BitSet asked = new BitSet();
    asked.set(0, all.size());
    AtomicInteger searches = new AtomicInteger();
    List<Uninstallable> found =
        new Installability(
                rules,
                () -> {
                  searches.incrementAndGet();
                  return new PlainSearch();
                },
                asked,
                settled -> {})
            .uninstallable();
    assertThat(found).hasSize(all.size());
    assertThat(found.getLast().text()).contains("one 1").contains("two");
    return searches.get();
  }

  private static PackageDraft draft(String name) {
    PackageId id = new PackageId(PackageFormat.DEB, "made", name, "1", "amd64");
    return new PackageDraft(id, Sha256.of(new byte[0]), 1);
  }

  private static List<Relation> conflict(String name) {
    return List.of(new Relation(Relation.Kind.CONFLICTS, List.of(Capability.any(name))));
  }
}
