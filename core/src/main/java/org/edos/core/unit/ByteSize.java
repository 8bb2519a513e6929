package org.edos.core.unit;

import java.util.Locale;

/**
 * Amounts of bytes as people read them; the same in every locale, so that scripts see the same
 * everywhere.
 */
public final class ByteSize {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private ByteSize() {}

  /** Bytes in decimal units with three digits: {@code 999 B}, {@code 1.23 MB}, {@code 45.6 GB}. */
  public static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit + 1 < UNITS.length) {
      value /= 1000;
      unit++;
    }
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, UNITS[unit]);
  }
}
