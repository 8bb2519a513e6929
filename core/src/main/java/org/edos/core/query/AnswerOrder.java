package org.edos.core.query;

import java.util.Comparator;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/**
 * The order of answers that match equally well: by name, the newest version first, then by written
 * identity.
 */
public final class AnswerOrder implements Comparator<UnitId> {
  /** The one order. */
  public static final AnswerOrder INSTANCE = new AnswerOrder();

  private AnswerOrder() {}

  @Override
  public int compare(UnitId first, UnitId second) {
    int byName = first.name().compareTo(second.name());
    if (byName != 0) {
      return byName;
    }
    int byFormat = Integer.compare(rank(first), rank(second));
    if (byFormat != 0) {
      return byFormat;
    }
    int byVersion = compareVersions(second, first);
    return byVersion != 0 ? byVersion : first.toString().compareTo(second.toString());
  }

  /** The oldest first, Debian's order before rpm's. */
  public static int compareVersions(UnitId first, UnitId second) {
    int byFormat = Integer.compare(rank(first), rank(second));
    return byFormat != 0
        ? byFormat
        : VersionOrder.compare(rank(first) == 1, first.version(), second.version());
  }

  /** Versions of different formats have no common order, so formats stay apart. */
  private static int rank(UnitId id) {
    return id instanceof PackageId p && p.format() == PackageFormat.RPM ? 1 : 0;
  }
}
