package org.edos.actor;

import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/** Plain file names for units, as the package formats write them; never a path. */
final class FileNames {
  private FileNames() {}

  static String of(UnitId unit, Sha256 content) {
    String name =
        switch (unit) {
          case PackageId p when p.format() == PackageFormat.DEB ->
              p.name() + "_" + withoutEpoch(p.version()) + "_" + p.architecture() + ".deb";
          case PackageId p ->
              p.name() + "-" + withoutEpoch(p.version()) + "." + p.architecture() + ".rpm";
          case UtilityId u -> u.name().substring(u.name().lastIndexOf('/') + 1);
          case CollectionId c -> content.hex();
        };
    String plain = name.replaceAll("[^A-Za-z0-9._+~-]", "_");
    return plain.startsWith(".") ? "_" + plain : plain;
  }

  private static String withoutEpoch(String version) {
    return version.substring(version.indexOf(':') + 1);
  }
}
