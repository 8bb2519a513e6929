package org.edos.physical.installed.memory;

import java.util.List;
import java.util.Set;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;

/**
 * What somebody says is installed. Immutable.
 *
 * @param format of the packages
 * @param architecture of the machine
 * @param list the packages
 * @param files absolute paths
 */
public record MemoryInstalled(
    PackageFormat format, String architecture, List<InstalledPackage> list, Set<String> files)
    implements InstalledPackages {
  /** Copies the collections. */
  public MemoryInstalled {
    list = List.copyOf(list);
    files = Set.copyOf(files);
  }

  /** A machine without any package. */
  public static MemoryInstalled nothing(PackageFormat format, String architecture) {
    return new MemoryInstalled(format, architecture, List.of(), Set.of());
  }

  @Override
  public boolean hasFile(String path) {
    return files.contains(path);
  }
}
