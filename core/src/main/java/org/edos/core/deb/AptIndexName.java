package org.edos.core.deb;

import java.util.Optional;
import org.edos.core.unit.Sha256;

/**
 * What a Packages index's place below its suite says of its contents.
 *
 * @param component such as {@code main} or {@code main/debian-installer}; {@code main} for a flat
 *     repository
 * @param architecture such as {@code amd64}; empty where the place does not say
 */
record AptIndexName(String component, String architecture) {
  private static final String BINARY = "binary-";

  /** The path without its compression's ending, if it is that of a Packages index. */
  static Optional<String> stem(String path) {
    String fileName = path.substring(path.lastIndexOf('/') + 1);
    boolean index = Compression.of(fileName, "Packages").isPresent();
    int dot = path.lastIndexOf('.');
    return index
        ? Optional.of(fileName.equals("Packages") ? path : path.substring(0, dot))
        : Optional.empty();
  }

  /** Reads a stem such as {@code main/binary-amd64/Packages}. */
  static AptIndexName of(String stem) {
    int slash = stem.lastIndexOf('/');
    String folder = slash < 0 ? "" : stem.substring(0, slash);
    int last = folder.lastIndexOf('/');
    String name = folder.substring(last + 1);
    if (!name.startsWith(BINARY) || name.length() == BINARY.length()) {
      return new AptIndexName(folder.isEmpty() ? "main" : folder, "");
    }
    return new AptIndexName(
        last < 0 ? "main" : folder.substring(0, last), name.substring(BINARY.length()));
  }

  /** Where the file of that hash lies, by the name that never changes. */
  static String byHash(String path, Sha256 sha256) {
    return path.substring(0, path.lastIndexOf('/') + 1) + "by-hash/SHA256/" + sha256.hex();
  }
}
