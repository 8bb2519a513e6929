package org.edos.core.query;

import java.util.Arrays;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageFormat;

/** Whether what a package is or provides is what a dependency asks for. */
public final class Satisfaction {
  private Satisfaction() {}

  /**
   * Whether a version is one of those asked for. For rpm, a version asked for without a release
   * means every release of it.
   */
  public static boolean byVersion(PackageFormat format, Capability wanted, String version) {
    if (wanted.operator().isEmpty()) {
      return true;
    }
    boolean rpm = format == PackageFormat.RPM;
    Query.Operator operator =
        Arrays.stream(Query.Operator.values())
            .filter(known -> known.symbol().equals(wanted.operator()))
            .findFirst()
            .orElseThrow();
    int dash = version.lastIndexOf('-');
    boolean everyRelease = rpm && dash > 0 && wanted.version().indexOf('-') < 0;
    String compared = everyRelease ? version.substring(0, dash) : version;
    return operator.holds(VersionOrder.compare(rpm, compared, wanted.version()));
  }

  /**
   * Whether a provided capability of the same name is enough. One without a version satisfies any
   * for rpm, and for Debian only those without one.
   */
  public static boolean byProvided(PackageFormat format, Capability provided, Capability wanted) {
    if (wanted.operator().isEmpty()) {
      return true;
    }
    return provided.version().isEmpty()
        ? format == PackageFormat.RPM
        : byVersion(format, wanted, provided.version());
  }

  /** Negative, 0 or positive as the first version is older, the same or newer. */
  public static int compareVersions(PackageFormat format, String first, String second) {
    return VersionOrder.compare(format == PackageFormat.RPM, first, second);
  }
}
