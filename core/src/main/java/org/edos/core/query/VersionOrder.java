package org.edos.core.query;

import org.edos.core.deb.DebVersion;
import org.edos.core.rpm.RpmVersion;

/** The order of versions in answers and comparisons. */
final class VersionOrder {
  private VersionOrder() {}

  /** Negative, 0 or positive as the first version is older, the same or newer. */
  static int compare(boolean rpm, String first, String second) {
    return rpm ? RpmVersion.compare(first, second) : DebVersion.compare(first, second);
  }
}
