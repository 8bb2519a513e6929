package org.edos.actor;

import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.unit.UnitId;

/** Packages that a state makes uninstallable, told in one line. */
public final class BrokenPackages {
  /** How each such line begins. */
  public static final String WARNING = "warning: ";

  private static final int NAMED = 5;

  private BrokenPackages() {}

  static String warning(List<Uninstallable> broken) {
    return WARNING + told(broken.stream().map(Uninstallable::id).toList());
  }

  /** How many, and the first of them by name and version. */
  static String told(List<? extends UnitId> broken) {
    String named =
        broken.stream()
            .limit(NAMED)
            .map(id -> id.name() + " " + id.version())
            .collect(Collectors.joining(", "));
    return "%,d %s cannot be installed any more: %s%s"
        .formatted(
            broken.size(),
            broken.size() == 1 ? "package" : "packages",
            named,
            broken.size() > NAMED ? " and others" : "");
  }
}
