package org.edos.role.download;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.IndexReader;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.solver.Solver;
import org.edos.role.Candidates;
import org.edos.role.download.SmallestSets.Goal;
import org.edos.role.download.SmallestSets.Smallest;

/**
 * Tells which packages a peer's store lacks, of some and of all that they need; what the machine
 * has installed does not count. It is the {@code computeMissingPackages} of the EDOS distribution
 * API. Safe for use by many threads.
 */
public final class MissingPackages {
  private static final int MOST = 10_000;

  private final IndexReader index;
  private final Predicate<Sha256> stored;
  private final Needing needing;

  /**
   * A package that is missing.
   *
   * @param id the package
   * @param size of it in bytes
   * @param asked whether it was asked for, and is not only needed by what was
   */
  public record Missing(PackageId id, long size, boolean asked) {}

  /**
   * Of one peer.
   *
   * @param stored what its store has
   */
  public MissingPackages(IndexReader index, Solver solver, Predicate<Sha256> stored) {
    this.index = index;
    this.stored = stored;
    this.needing = new Needing(index, solver, stored);
  }

  /**
   * Those of the packages, and of the smallest set of what they need, that are missing. Those for
   * each architecture are looked at together, with those for any; where packages cannot be
   * installed together, each half of them is looked at by itself, and so on.
   *
   * @return in the order of their ids
   * @throws EdosException not found if the index has not all of them; conflict, with the causes, if
   *     what one needs cannot be had; usage if they are more than ten thousand; exhausted if that
   *     takes too long
   */
  public List<Missing> of(Collection<PackageId> asked) {
    if (asked.size() > MOST) {
      throw EdosException.usage("ask for at most " + MOST + " packages at a time");
    }
    Patience patience = Patience.of(SmallestSets.TIME);
    Map<PackageFormat, Set<PackageId>> byFormat =
        asked.stream()
            .collect(
                Collectors.groupingBy(
                    PackageId::format, TreeMap::new, Collectors.toCollection(LinkedHashSet::new)));
    Map<PackageId, Missing> missing = new HashMap<>();
    byFormat.forEach((format, ids) ->
        byArchitecture(format, ids)
            .forEach((architecture, some) ->
                add(new Nothing(format, architecture), some, missing, patience)));
    return missing.values().stream()
        .sorted(Comparator.comparing(one -> one.id().toString()))
        .toList();
  }

  private static Map<String, Set<PackageId>> byArchitecture(
      PackageFormat format, Set<PackageId> ids) {
    Map<String, Set<PackageId>> groups = new TreeMap<>();
    Set<PackageId> anywhere = new LinkedHashSet<>();
    for (PackageId id : ids) {
      if (PackageId.isAnywhere(id.architecture())) {
        anywhere.add(id);
      } else {
        groups.computeIfAbsent(id.architecture(), name -> new LinkedHashSet<>()).add(id);
      }
    }
    if (!anywhere.isEmpty()) {
      if (groups.isEmpty()) {
        groups.put(format == PackageFormat.DEB ? "amd64" : "x86_64", new LinkedHashSet<>());
      }
      groups.values().iterator().next().addAll(anywhere);
    }
    return groups;
  }

  private void add(
      Nothing machine, Set<PackageId> ids, Map<PackageId, Missing> missing, Patience patience) {
    Set<String> distributions =
        ids.stream().map(PackageId::distribution).collect(Collectors.toSet());
    MachinePackages nothing = new MachinePackages(machine);
    Candidates offered =
        new Candidates(
            index,
            new Candidates.Scope(
                machine.format(), distributions, id -> nothing.runs(id.architecture())),
            () -> {});
    Set<PackageId> needed = new HashSet<>();
    find(offered, nothing, List.copyOf(ids), patience, needed);
    for (PackageMetadata metadata : offered.found()) {
      PackageId id = metadata.id();
      if (needed.contains(id) && !stored.test(metadata.sha256())) {
        missing.merge(
            id,
            new Missing(id, metadata.size(), ids.contains(id)),
            (one, other) -> one.asked() ? one : other);
      }
    }
  }

  private void find(
      Candidates offered,
      MachinePackages nothing,
      List<PackageId> ids,
      Patience patience,
      Set<PackageId> needed) {
    Goal goal = new Goal(ids, List.of(), false, false);
    Set<String> names = ids.stream().map(PackageId::name).collect(Collectors.toSet());
    Optional<Smallest> found = needing.search(offered, nothing, goal, names, patience);
    if (found.isPresent()) {
      needed.addAll(found.get().packages());
    } else if (ids.size() == 1) {
      throw needing.conflict(offered, nothing, goal);
    } else {
      int half = ids.size() / 2;
      find(offered, nothing, ids.subList(0, half), patience, needed);
      find(offered, nothing, ids.subList(half, ids.size()), patience, needed);
    }
  }

  /** A machine without any package. */
  private record Nothing(PackageFormat format, String architecture) implements InstalledPackages {
    @Override
    public List<InstalledPackage> list() {
      return List.of();
    }

    @Override
    public boolean hasFile(String path) {
      return false;
    }
  }
}
