package org.edos.physical.installed;

import java.util.List;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.unit.PackageFormat;

/** What one package manager of this machine has installed. Safe for use by many threads. */
public interface InstalledPackages {
  /** Which packages it is that this manager installs. */
  PackageFormat format();

  /** The architecture of this machine, in this format's words. */
  String architecture();

  /**
   * The packages that are wholly installed now, in no order; none where this machine has no such
   * manager.
   *
   * @throws org.edos.core.EdosException refused if what it says is malformed or beyond all bounds;
   *     external if it cannot be asked
   */
  List<InstalledPackage> list();

  /**
   * Whether this machine has a file at that place.
   *
   * @param path absolute; any other is not there
   */
  boolean hasFile(String path);
}
