package org.edos.role.download;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;
import org.edos.role.Candidates;

/**
 * Takes what is needed level by level: where neither what is installed nor what was chosen
 * satisfies a dependency, the first alternative of which the release has a package, and of that the
 * newest of this name, else the first that provides it. Nothing that was chosen is taken back, and
 * conflicts are not looked at: whether the whole can be installed is another question. Dependencies
 * that rpm writes as conditions, in parentheses, are not followed.
 */
public final class FirstAlternatives implements DependencyClosure {
  private static final int MOST_PACKAGES = 20_000;
  private static final int MOST_UNMET = 100;

  @Override
  public Needed complete(Goal goal, MachinePackages machine, Candidates release) {
    return new Walk(machine, release).from(goal);
  }

  /** One completion. */
  private static final class Walk {
    private final MachinePackages machine;
    private final Candidates release;
    private final Map<PackageId, PackageMetadata> chosen = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private final Set<String> unmet = new LinkedHashSet<>();
    private List<PackageMetadata> level = new ArrayList<>();

    Walk(MachinePackages machine, Candidates release) {
      this.machine = machine;
      this.release = release;
    }

    Needed from(Goal goal) {
      release.load(
          Stream.concat(goal.packages().stream().map(PackageId::name), goal.names().stream())
              .toList());
      goal.packages().forEach(this::take);
      goal.names().forEach(this::take);
      while (!level.isEmpty() && chosen.size() < MOST_PACKAGES) {
        List<PackageMetadata> current = level;
        level = new ArrayList<>();
        release.load(names(current));
        current.forEach(
            metadata -> open(metadata).forEach(relation -> satisfy(metadata, relation)));
      }
      if (!level.isEmpty() || release.isCut()) {
        say("more packages than are looked at");
      }
      return new Needed(chosen.keySet(), unknown, List.copyOf(unmet));
    }

    private void take(PackageId id) {
      release.named(Capability.any(id.name())).stream()
          .filter(metadata -> metadata.id().equals(id))
          .findFirst()
          .ifPresentOrElse(this::add, () -> say(id + " is not in the index"));
    }

    private void take(String name) {
      Capability wanted = Capability.any(name);
      Optional<PackageMetadata> found = choose(wanted, "");
      if (found.isEmpty()) {
        if (!machine.satisfies(wanted)) {
          unknown.add(name);
        }
      } else if (!machine.hasAsNew(found.get().id())) {
        add(found.get());
      }
    }

    private void add(PackageMetadata metadata) {
      if (chosen.putIfAbsent(metadata.id(), metadata) == null) {
        level.add(metadata);
      }
    }

    private void say(String problem) {
      if (unmet.size() < MOST_UNMET) {
        unmet.add(problem);
      }
    }

    private Collection<String> names(List<PackageMetadata> current) {
      Set<String> names = new LinkedHashSet<>();
      current.forEach(metadata ->
          open(metadata)
              .forEach(relation -> relation.alternatives().forEach(c -> names.add(c.name()))));
      return names;
    }

    /** The dependencies that what is installed does not satisfy. */
    private List<Relation> open(PackageMetadata metadata) {
      return metadata.relations().stream()
          .filter(relation ->
              relation.kind() == Relation.Kind.REQUIRES
                  || relation.kind() == Relation.Kind.PRE_REQUIRES)
          .filter(relation -> !isForTheManager(relation.alternatives().getFirst().name()))
          .filter(relation -> relation.alternatives().stream().noneMatch(machine::satisfies))
          .toList();
    }

    /** What rpm itself provides, and its conditions. */
    private static boolean isForTheManager(String name) {
      return name.startsWith("rpmlib(") || name.startsWith("(");
    }

    private void satisfy(PackageMetadata by, Relation relation) {
      if (relation.alternatives().stream()
          .anyMatch(
              wanted -> having(wanted).anyMatch(metadata -> chosen.containsKey(metadata.id())))) {
        return;
      }
      relation.alternatives().stream()
          .flatMap(wanted -> choose(wanted, by.id().architecture()).stream())
          .findFirst()
          .ifPresentOrElse(this::add, () -> say(by.id().name() + " needs " + text(relation)));
    }

    private static String text(Relation relation) {
      return String.join(
          " | ", relation.alternatives().stream().map(Capability::toString).toList());
    }

    /** Packages of that name, the newest first, and then those that provide it. */
    private Stream<PackageMetadata> having(Capability wanted) {
      return Stream.concat(release.named(wanted).stream(), release.providing(wanted).stream());
    }

    /** Of two that would do, the one for the same architecture as whoever needs it. */
    private Optional<PackageMetadata> choose(Capability wanted, String architecture) {
      List<PackageMetadata> named = release.named(wanted);
      List<PackageMetadata> found = named.isEmpty() ? release.providing(wanted) : named;
      return found.stream()
          .min(
              Comparator.comparing(metadata ->
                  !metadata.id().architecture().equals(architecture)
                      && machine.isForeign(metadata.id().architecture())));
    }
  }
}
