package org.edos.role.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.dependency.Affected;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;
import org.edos.physical.solver.Solver;

/**
 * Finds the packages that a state makes uninstallable: those that no machine can install now, and
 * could before or were not there. Only what changed and what depends on it is searched. Safe for
 * many threads.
 */
final class InstallabilityGuard {
  private final IndexReader index;
  private final Solver solver;

  InstallabilityGuard(IndexReader index, Solver solver) {
    this.index = index;
    this.solver = solver;
  }

  /**
   * What cannot be installed any more, each package once.
   *
   * @param packages of the state after
   */
  List<Uninstallable> broken(Composition before, Composition after, NextPackages packages) {
    Map<PackageId, Sha256> old = documents(before);
    Map<PackageId, Sha256> now = documents(after);
    Set<PackageId> changed = new HashSet<>();
    old.forEach((id, document) -> {
      if (!document.equals(now.get(id))) {
        changed.add(id);
      }
    });
    now.forEach((id, document) -> {
      if (!document.equals(old.get(id))) {
        changed.add(id);
      }
    });
    if (changed.isEmpty()) {
      return List.of();
    }
    Semantics semantics = Semantics.of(after.format());
    List<PackageMetadata> gone =
        old.entrySet().stream()
            .filter(entry -> changed.contains(entry.getKey()))
            .flatMap(entry -> known(entry.getKey(), entry.getValue()))
            .toList();
    List<PackageMetadata> next = packages.whole(semantics, gone);
    List<PackageMetadata> differing = new ArrayList<>(gone);
    next.stream().filter(one -> changed.contains(one.id())).forEach(differing::add);
    Set<String> architectures = new TreeSet<>();
    now.keySet().forEach(id -> architectures.add(id.architecture()));
    Map<PackageId, Uninstallable> broken = new LinkedHashMap<>();
    for (Platform machine : semantics.platforms(architectures)) {
      Rules rules = Rules.of(Universe.of(semantics, machine, next));
      List<Uninstallable> found = find(rules, Affected.by(rules, differing));
      if (!found.isEmpty()) {
        Set<PackageId> already = already(semantics, machine, earlier(next, changed, gone), found);
        found.stream()
            .filter(one -> !already.contains(one.id()))
            .forEach(one -> broken.putIfAbsent(one.id(), one));
      }
    }
    return List.copyOf(broken.values());
  }

  private List<Uninstallable> find(Rules rules, BitSet asked) {
    return asked.isEmpty() ? List.of() : solver.uninstallable(rules, asked, settled -> {});
  }

  private static Map<PackageId, Sha256> documents(Composition composition) {
    Map<PackageId, Sha256> documents = new HashMap<>();
    for (Composition.Entry entry : composition.entries()) {
      if (entry.unit() instanceof PackageId id) {
        documents.put(id, entry.document());
      }
    }
    return documents;
  }

  private Stream<PackageMetadata> known(PackageId id, Sha256 document) {
    return index.document(id, document).map(found -> MetadataXml.read(found.xml())).stream()
        .filter(PackageMetadata.class::isInstance)
        .map(PackageMetadata.class::cast);
  }

  private static List<PackageMetadata> earlier(
      List<PackageMetadata> next, Set<PackageId> changed, Collection<PackageMetadata> gone) {
    List<PackageMetadata> earlier = new ArrayList<>(gone);
    next.stream().filter(one -> !changed.contains(one.id())).forEach(earlier::add);
    return earlier;
  }

  /** Which of these could not be installed before either. */
  private Set<PackageId> already(
      Semantics semantics,
      Platform machine,
      List<PackageMetadata> earlier,
      List<Uninstallable> now) {
    Universe universe = Universe.of(semantics, machine, earlier);
    BitSet asked = new BitSet();
    now.forEach(one -> universe.number(one.id()).ifPresent(asked::set));
    Set<PackageId> already = new HashSet<>();
    find(Rules.of(universe), asked).forEach(one -> already.add(one.id()));
    return already;
  }
}
