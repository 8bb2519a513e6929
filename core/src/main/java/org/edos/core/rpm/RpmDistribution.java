package org.edos.core.rpm;

import java.util.List;
import java.util.Locale;

/**
 * The distribution in a package's id. It comes from the vendor alone, since that is what the
 * package's header and the repository's index both tell: the same package has the same id whichever
 * of them it is read from.
 */
final class RpmDistribution {
  /** Vendors whose distribution has a shorter name of its own, as Package URLs write it. */
  private static final List<String> KNOWN =
      List.of(
          "fedora",
          "opensuse",
          "suse",
          "centos",
          "almalinux",
          "rocky",
          "mageia",
          "oracle",
          "amazon");

  private RpmDistribution() {}

  /**
   * Letters, digits, {@code .} and {@code -}: the vendor's distribution, or the given one where
   * there is no vendor.
   */
  static String of(String vendor, String otherwise) {
    String plain =
        vendor
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    if (plain.startsWith("red-hat")) {
      return "redhat";
    }
    for (String known : KNOWN) {
      if (plain.equals(known) || plain.startsWith(known + "-")) {
        return known;
      }
    }
    return plain.isEmpty() || plain.length() > 100 ? otherwise : plain;
  }
}
