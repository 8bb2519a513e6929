package org.edos.core.unit;

import org.edos.core.EdosException;

/**
 * What identifies a data unit: its name and its version. {@link #toString()} gives the one written
 * form that people, documents and URLs use, and {@link #parse(String)} reads it back.
 */
public sealed interface UnitId permits PackageId, UtilityId, CollectionId {
  /** Longest written form accepted, in characters. */
  int MAX_LENGTH = 1024;

  /** The unit's name. */
  String name();

  /** The unit's version, as its maker wrote it. */
  String version();

  /**
   * Reads the written form of an identity.
   *
   * @param text a Package URL, {@code edos:utility/NAME@VERSION} or {@code
   *     edos:collection/NAME@VERSION}
   * @throws EdosException (usage) if the text is none of these
   */
  static UnitId parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw EdosException.usage(
          "a unit id has at most " + MAX_LENGTH + " characters, this one has " + text.length());
    }
    if (text.startsWith("pkg:")) {
      return PackageUrl.parse(text);
    }
    if (text.startsWith(UtilityId.PREFIX)) {
      String[] parts = PackageUrl.splitVersion(text, UtilityId.PREFIX);
      return new UtilityId(parts[0], parts[1]);
    }
    if (text.startsWith(CollectionId.PREFIX)) {
      String[] parts = PackageUrl.splitVersion(text, CollectionId.PREFIX);
      return new CollectionId(parts[0], parts[1]);
    }
    throw EdosException.usage(
        "not a unit id: '"
            + text
            + "' (expected pkg:deb/..., pkg:rpm/..., edos:utility/... or edos:collection/...)");
  }
}
