package org.edos.physical.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.edos.core.deb.DebVersion;
import org.edos.core.metadata.MultiArch;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;

/**
 * What Debian's policy says of a set of installed packages, read from the packages themselves as
 * plainly as can be: an oracle for small universes on a machine of amd64 with i386 beside.
 */
record PlainMachine(List<PackageMetadata> universe) {
  /** The packages that are in some set that is whole, found by trying all sets. */
  Set<String> installable() {
    Set<String> found = new TreeSet<>();
    for (int bits = 0; bits < 1 << universe.size(); bits++) {
      int set = bits;
      List<PackageMetadata> installed =
          IntStream.range(0, universe.size())
              .filter(i -> (set & (1 << i)) != 0)
              .mapToObj(universe::get)
              .toList();
      if (isWhole(installed)) {
        installed.forEach(one -> found.add(one.id().toString()));
      }
    }
    return found;
  }

  private boolean isWhole(List<PackageMetadata> installed) {
    for (PackageMetadata one : universe) {
      if (one.essential()
          && isOwn(one)
          && installed.stream()
              .noneMatch(
                  it -> it.essential() && isOwn(it) && it.id().name().equals(one.id().name()))) {
        return false;
      }
    }
    for (PackageMetadata one : installed) {
      for (Relation relation : one.relations()) {
        if (isNeed(relation)
            && installed.stream().noneMatch(other -> satisfies(one, relation, other))) {
          return false;
        }
      }
      if (installed.stream().anyMatch(other -> excludes(one, other))) {
        return false;
      }
    }
    return true;
  }

  static boolean isNeed(Relation relation) {
    return relation.kind() == Kind.REQUIRES || relation.kind() == Kind.PRE_REQUIRES;
  }

  /** Whether one installed package is what another one asks for. */
  static boolean satisfies(PackageMetadata by, Relation relation, PackageMetadata other) {
    return relation.alternatives().stream()
        .anyMatch(wanted -> isServing(by, wanted, other) && isNamed(wanted, other));
  }

  private static boolean isServing(PackageMetadata by, Capability wanted, PackageMetadata other) {
    if (wanted.architecture().equals("any")) {
      return other.multiArch() == MultiArch.ALLOWED;
    }
    return other.multiArch() == MultiArch.FOREIGN || architecture(by).equals(architecture(other));
  }

  private static boolean isNamed(Capability wanted, PackageMetadata other) {
    boolean own =
        other.id().name().equals(wanted.name()) && isVersion(wanted, other.id().version());
    return own
        || other.relations().stream()
            .filter(relation -> relation.kind() == Kind.PROVIDES)
            .flatMap(relation -> relation.alternatives().stream())
            .filter(provided -> provided.name().equals(wanted.name()))
            .anyMatch(provided ->
                wanted.operator().isEmpty()
                    || (!provided.version().isEmpty() && isVersion(wanted, provided.version())));
  }

  private static boolean isVersion(Capability wanted, String version) {
    int order = wanted.operator().isEmpty() ? 0 : DebVersion.compare(version, wanted.version());
    return switch (wanted.operator()) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case "=" -> order == 0;
      case ">=" -> order >= 0;
      case ">" -> order > 0;
      default -> true;
    };
  }

  /** Whether one package may not be beside another, by what it says or by its name. */
  static boolean excludes(PackageMetadata one, PackageMetadata other) {
    if (one.id().equals(other.id())) {
      return false;
    }
    if (one.id().name().equals(other.id().name())) {
      return one.multiArch() != MultiArch.SAME
          || other.multiArch() != MultiArch.SAME
          || !one.id().version().equals(other.id().version())
          || architecture(one).equals(architecture(other));
    }
    return one.relations().stream().anyMatch(relation -> excludes(relation, other));
  }

  private static boolean excludes(Relation relation, PackageMetadata other) {
    return (relation.kind() == Kind.CONFLICTS || relation.kind() == Kind.BREAKS)
        && relation.alternatives().stream().anyMatch(unwanted -> isNamed(unwanted, other));
  }

  private static boolean isOwn(PackageMetadata one) {
    return architecture(one).equals("amd64");
  }

  private static String architecture(PackageMetadata one) {
    return one.id().architecture().equals("all") ? "amd64" : one.id().architecture();
  }

  /** The packages without those of an identity that was there already. */
  static PlainMachine of(List<PackageMetadata> packages) {
    return new PlainMachine(
        new ArrayList<>(
            packages.stream()
                .collect(
                    Collectors.toMap(
                        PackageMetadata::id,
                        one -> one,
                        (first, second) -> first,
                        java.util.LinkedHashMap::new))
                .values()));
  }
}
