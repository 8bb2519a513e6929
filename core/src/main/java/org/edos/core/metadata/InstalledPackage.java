package org.edos.core.metadata;

import java.util.List;
import org.edos.core.metadata.Relation.Capability;

/**
 * A package that a machine has installed, as its package manager keeps it.
 *
 * @param name the package's name
 * @param version the whole version, written as in {@link org.edos.core.unit.PackageId}
 * @param architecture as the package says it
 * @param provides what it stands for besides its name
 * @param held whether its owner keeps it from being upgraded
 */
public record InstalledPackage(
    String name, String version, String architecture, List<Capability> provides, boolean held) {
  /** Copies the list. */
  public InstalledPackage {
    provides = List.copyOf(provides);
  }
}
