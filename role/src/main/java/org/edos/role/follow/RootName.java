package org.edos.role.follow;

import java.util.Optional;
import org.edos.core.unit.PackageFormat;

/**
 * What an address says of itself that is one of a repository's roots.
 *
 * @param folder that the root's paths are relative to, the key of a folder as {@link Origins} tells
 * @param main name in that folder of the file that is asked for first; the others belong to it
 * @param name in that folder of the file itself
 * @param format of the repository's packages
 */
record RootName(String folder, String main, String name, PackageFormat format) {
  static final String CLEAR_SIGNED = "InRelease";
  static final String RELEASE = "Release";
  static final String REPOMD = "repodata/repomd.xml";

  static Optional<RootName> of(String key) {
    int slash = key.lastIndexOf('/') + 1;
    String folder = key.substring(0, slash);
    String name = key.substring(slash);
    return switch (name) {
      case CLEAR_SIGNED, RELEASE ->
          Optional.of(new RootName(folder, name, name, PackageFormat.DEB));
      case "Release.gpg" -> Optional.of(new RootName(folder, RELEASE, name, PackageFormat.DEB));
      case "repomd.xml", "repomd.xml.asc", "repomd.xml.key" ->
          folder.endsWith("/repodata/")
              ? Optional.of(
                  new RootName(
                      folder.substring(0, folder.length() - "repodata/".length()),
                      REPOMD,
                      "repodata/" + name,
                      PackageFormat.RPM))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The name of the signature's own file, where it has one. */
  Optional<String> signature() {
    return switch (main) {
      case RELEASE -> Optional.of("Release.gpg");
      case REPOMD -> Optional.of("repodata/repomd.xml.asc");
      default -> Optional.empty();
    };
  }

  /** Whether this is the file that is asked for first. */
  boolean isMain() {
    return name.equals(main);
  }
}
