package org.edos.core.query;

import org.edos.core.deb.DebVersion;
import org.edos.core.rpm.RpmVersion;

/** The order of versions in answers, comparisons and updates. */
public final class VersionOrder {
  private VersionOrder() {}

  /** Negative, 0 or positive as the first version is older, the same or newer. */
  public static int compare(boolean rpm, String first, String second) {
    return rpm ? RpmVersion.compare(first, second) : DebVersion.compare(first, second);
  }
}
