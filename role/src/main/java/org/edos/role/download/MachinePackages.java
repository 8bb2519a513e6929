package org.edos.role.download;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.query.Satisfaction;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.physical.installed.InstalledPackages;

/**
 * What a machine has installed at one moment, by name and by what it provides. Never changes; safe
 * for many threads.
 */
public final class MachinePackages {
  private final InstalledPackages source;
  private final Map<String, List<InstalledPackage>> byName = new HashMap<>();
  private final Map<String, List<Capability>> provided = new HashMap<>();
  private final Set<String> architectures = new HashSet<>();
  private final List<InstalledPackage> list;

  /** Reads what is installed now; see {@link InstalledPackages#list}. */
  public MachinePackages(InstalledPackages source) {
    this.source = source;
    architectures.add(source.architecture());
    list = List.copyOf(source.list());
    for (InstalledPackage installed : list) {
      byName.computeIfAbsent(installed.name(), name -> new ArrayList<>(1)).add(installed);
      installed
          .provides()
          .forEach(capability ->
              provided.computeIfAbsent(capability.name(), n -> new ArrayList<>(1)).add(capability));
      if (!PackageId.isAnywhere(installed.architecture())) {
        architectures.add(installed.architecture());
      }
    }
  }

  /** Whether exactly this package is installed: name, version and architecture. */
  public boolean has(PackageId id) {
    return id.format() == format()
        && byName.getOrDefault(id.name(), List.of()).stream()
            .anyMatch(installed ->
                installed.architecture().equals(id.architecture())
                    && compare(installed.version(), id.version()) == 0);
  }

  /** What is installed. */
  List<InstalledPackage> list() {
    return list;
  }

  /** The machine's own architecture, and those of what is installed. */
  Set<String> architectures() {
    return Set.copyOf(architectures);
  }

  /** The machine's own architecture. */
  String architecture() {
    return source.architecture();
  }

  /** Whether the machine has a file at that place. */
  boolean hasFile(String path) {
    return source.hasFile(path);
  }

  /**
   * Whether this package is newer than all that are installed of its name and for its architecture,
   * of which there is one at least, and its owner lets it be upgraded.
   */
  boolean isUpgradedBy(PackageId id) {
    List<InstalledPackage> replaced =
        byName.getOrDefault(id.name(), List.of()).stream()
            .filter(installed -> replaces(id, installed))
            .toList();
    return !replaced.isEmpty()
        && replaced.stream()
            .allMatch(
                installed -> !installed.held() && compare(installed.version(), id.version()) < 0);
  }

  /** A package may change between the machine's architecture and none, but not between two. */
  private boolean replaces(PackageId id, InstalledPackage installed) {
    return installed.architecture().equals(id.architecture())
        || (PackageId.isAnywhere(installed.architecture()) && !isForeign(id.architecture()))
        || PackageId.isAnywhere(id.architecture());
  }

  /** Whether what is installed satisfies this. */
  boolean satisfies(Capability wanted) {
    return byName.getOrDefault(wanted.name(), List.of()).stream()
            .anyMatch(found -> Satisfaction.byVersion(format(), wanted, found.version()))
        || provided.getOrDefault(wanted.name(), List.of()).stream()
            .anyMatch(capability -> Satisfaction.byProvided(format(), capability, wanted))
        || (wanted.name().startsWith("/") && source.hasFile(wanted.name()));
  }

  /** Whether packages of this architecture run here. */
  boolean runs(String architecture) {
    return PackageId.isAnywhere(architecture) || architectures.contains(architecture);
  }

  /** Whether packages of this architecture are for another one than the machine's own. */
  boolean isForeign(String architecture) {
    return !PackageId.isAnywhere(architecture) && !architecture.equals(source.architecture());
  }

  /** The format of what is installed. */
  PackageFormat format() {
    return source.format();
  }

  private int compare(String first, String second) {
    return Satisfaction.compareVersions(format(), first, second);
  }
}
