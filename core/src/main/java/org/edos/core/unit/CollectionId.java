package org.edos.core.unit;

/**
 * The identity of a collection: a named, versioned list of units.
 *
 * @param name such as {@code bookworm} or {@code bookworm/main/amd64}
 * @param version the version of the release that it belongs to
 */
public record CollectionId(String name, String version) implements UnitId {
  /** The version of a moving release's collections, whose members change. */
  public static final String CURRENT = "current";

  static final String PREFIX = "edos:collection/";

  /** Refuses empty parts. */
  public CollectionId {
    PackageUrl.requirePart("collection name", name);
    PackageUrl.requirePart("collection version", version);
  }

  @Override
  public String toString() {
    return PREFIX + PackageUrl.encodePath(name) + "@" + PackageUrl.encode(version);
  }
}
