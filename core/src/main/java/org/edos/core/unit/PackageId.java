package org.edos.core.unit;

import java.util.Set;

/**
 * The identity of a package.
 *
 * @param format whether it is a .deb or a .rpm
 * @param distribution the Package URL's namespace, such as {@code debian} or {@code fedora}
 * @param name the package's name
 * @param version the whole version, with epoch and release where there are any: {@code 1:2.3-4}
 * @param architecture as the package says it: {@code amd64}, {@code all}, {@code x86_64}, {@code
 *     noarch}, {@code src}
 */
public record PackageId(
    PackageFormat format, String distribution, String name, String version, String architecture)
    implements UnitId {
  private static final Set<String> ANYWHERE = Set.of("all", "noarch");

  /** Refuses empty parts. */
  public PackageId {
    PackageUrl.requirePart("package name", name);
    PackageUrl.requirePart("package version", version);
    PackageUrl.requirePart("package architecture", architecture);
    PackageUrl.requirePart("distribution", distribution);
  }

  /** Whether packages of this architecture run on machines of every one. */
  public static boolean isAnywhere(String architecture) {
    return ANYWHERE.contains(architecture);
  }

  /** The Package URL. */
  @Override
  public String toString() {
    return PackageUrl.format(this);
  }
}
