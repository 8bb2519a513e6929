package org.edos.app.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.unit.UnitId;

/** Tells the packages that something published makes uninstallable. */
final class BrokenUnits {
  private static final int NAMED = 5;

  private BrokenUnits() {}

  /** In one line; nothing where there are none. */
  static void tell(List<UnitId> broken, Console console) {
    if (!broken.isEmpty()) {
      console.line(
          "Warning: %s cannot be installed any more: %s%s."
              .formatted(
                  Amounts.count(broken.size(), "package"),
                  broken.stream()
                      .limit(NAMED)
                      .map(id -> id.name() + " " + id.version())
                      .collect(Collectors.joining(", ")),
                  broken.size() > NAMED ? " and others" : ""));
    }
  }
}
