package org.edos.physical.torrent.libtorrent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * The native half of libtorrent, copied from its jar to a directory of ours, where Java can load
 * it.
 */
final class NativeLibrary {
  static final String RESOURCE = "lib/x86_64/libtorrent4j.so";
  private static final String PATH_PROPERTY = "libtorrent4j.jni.path";

  private NativeLibrary() {}

  /**
   * Puts the library there, if it is not, and names it to libtorrent4j; before any class of that is
   * touched.
   */
  static void prepare(Path directory) {
    try {
      System.setProperty(PATH_PROPERTY, extract(directory).toString());
    } catch (IOException e) {
      throw EdosException.external(
          "cannot put the native library of libtorrent into "
              + directory
              + ": "
              + e.getMessage()
              + "; free some space, or make the directory writable",
          e);
    }
  }

  private static Path extract(Path directory) throws IOException {
    Files.createDirectories(directory);
    var digest = Sha256.digest();
    long size;
    try (var in = new DigestInputStream(open(), digest)) {
      size = in.transferTo(OutputStream.nullOutputStream());
    }
    var file =
        directory.resolve("libtorrent4j-" + Sha256.of(digest).hex().substring(0, 16) + ".so");
    if (!Files.exists(file) || Files.size(file) != size) {
      var temporary = Files.createTempFile(directory, "libtorrent4j", ".new");
      try (var in = open()) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static InputStream open() throws IOException {
    var in = NativeLibrary.class.getClassLoader().getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IOException("this program comes without " + RESOURCE);
    }
    return in;
  }
}
