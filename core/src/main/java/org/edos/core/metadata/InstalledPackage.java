package org.edos.core.metadata;

import java.util.List;
import org.edos.core.metadata.Relation.Capability;

/**
 * A package that a machine has installed, as its package manager keeps it.
 *
 * @param name the package's name
 * @param version the whole version, written as in {@link org.edos.core.unit.PackageId}
 * @param architecture as the package says it
 * @param essential whether every machine has it (Debian's Essential)
 * @param multiArch how packages of several architectures share it
 * @param relations what it needs, provides and excludes, as far as the package manager tells
 * @param held whether its owner keeps it as it is
 */
public record InstalledPackage(
    String name,
    String version,
    String architecture,
    boolean essential,
    MultiArch multiArch,
    List<Relation> relations,
    boolean held) {
  /** Copies the list. */
  public InstalledPackage {
    relations = List.copyOf(relations);
  }

  /**
   * A package of which no more is known.
   *
   * @param provides what it stands for besides its name
   */
  public InstalledPackage(
      String name, String version, String architecture, List<Capability> provides, boolean held) {
    this(
        name,
        version,
        architecture,
        false,
        MultiArch.NO,
        provides.stream()
            .map(capability -> new Relation(Relation.Kind.PROVIDES, List.of(capability)))
            .toList(),
        held);
  }

  /** What it stands for besides its name. */
  public List<Capability> provides() {
    return relations.stream()
        .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
        .flatMap(relation -> relation.alternatives().stream())
        .toList();
  }
}
