package org.edos.core.unit;

/**
 * The identity of a utility: a file of the installation process, such as an index or an installer
 * image.
 *
 * @param name the release's name and the file's path in it, {@code bookworm/dists/stable/InRelease}
 * @param version the version of the release that it belongs to
 */
public record UtilityId(String name, String version) implements UnitId {
  static final String PREFIX = "edos:utility/";

  /** Refuses empty parts. */
  public UtilityId {
    PackageUrl.requirePart("utility name", name);
    PackageUrl.requirePart("utility version", version);
  }

  @Override
  public String toString() {
    return PREFIX + PackageUrl.encodePath(name) + "@" + PackageUrl.encode(version);
  }
}
