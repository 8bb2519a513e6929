package org.edos.core.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.TreeFiles;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/** The files of the tree, and what can go wrong with them. */
record RpmFiles(TreeFiles files, Map<RepositoryPath, Long> sizes) {
  RpmFiles(TreeFiles files) throws IOException {
    this(files, new TreeMap<>());
    files.list().forEach(file -> sizes.put(file.path(), file.size()));
  }

  boolean has(RepositoryPath path) {
    return sizes.containsKey(path);
  }

  /** Whether a location names a file of the tree, as it is written or as a URL. */
  boolean has(String base, String href, RepositoryPath index) {
    return Stream.of(href, href.indexOf('%') < 0 ? href : decoded(href))
        .anyMatch(place -> has(path(base + place, index)));
  }

  private static String decoded(String href) {
    try {
      return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return href; // A plain name that holds a percent sign.
    }
  }

  long size(RepositoryPath path) {
    return sizes.getOrDefault(path, 0L);
  }

  /** The file that a location names; some indexes write locations as URLs. */
  RepositoryPath locate(String base, String href, RepositoryPath index) {
    RepositoryPath path = path(base + href, index);
    if (!has(path) && href.indexOf('%') >= 0) {
      path = path(base + decoded(href), index);
    }
    if (!has(path)) {
      throw torn(path, index, "is missing");
    }
    return path;
  }

  static RepositoryPath path(String value, RepositoryPath index) {
    try {
      return new RepositoryPath(value);
    } catch (EdosException e) {
      throw new EdosException(EdosException.Category.REFUSED, index + ": " + e.getMessage(), e);
    }
  }

  void requireSize(RepositoryPath path, long size, RepositoryPath index) {
    if (size(path) != size) {
      throw torn(path, index, "has " + size(path) + " bytes, not " + size);
    }
  }

  byte[] bytes(RepositoryPath path, long most) throws IOException {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes((int) most + 1);
      if (bytes.length > most) {
        throw EdosException.refused(path + " is larger than " + most + " bytes");
      }
      return bytes;
    }
  }

  UtilityFile verifiedUtility(RepositoryPath path, Checksum checksum, RepositoryPath index)
      throws IOException {
    Hashed hashed = Hashed.of(this, path, checksum);
    if (!checksum.matches(hashed.promised())) {
      throw torn(path, index, "has another hash");
    }
    return new UtilityFile(path, hashed.sha256(), hashed.size());
  }

  UtilityFile utility(RepositoryPath path) throws IOException {
    Hashed hashed = Hashed.of(this, path, new Checksum("SHA-256", ""));
    return new UtilityFile(path, hashed.sha256(), hashed.size());
  }

  InputStream open(RepositoryPath path) throws IOException {
    return files
        .open(path)
        .orElseThrow(() -> EdosException.refused(path + " went away while the tree was read"));
  }

  static EdosException torn(RepositoryPath path, RepositoryPath index, String how) {
    return EdosException.refused(
        "torn repository: "
            + path
            + " "
            + how
            + ", by "
            + index
            + "; wait for its update to finish, or sync it again");
  }

  /** A file's SHA-256, its hash by another algorithm and its size, from one pass. */
  record Hashed(Sha256 sha256, byte[] promised, long size) {
    static Hashed of(RpmFiles tree, RepositoryPath path, Checksum checksum) throws IOException {
      var sha256 = Sha256.digest();
      var other = checksum.digest();
      long size = 0;
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = tree.open(path)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sha256.update(buffer, 0, n);
          other.update(buffer, 0, n);
          size += n;
        }
      }
      return new Hashed(Sha256.of(sha256), other.digest(), size);
    }
  }
}
