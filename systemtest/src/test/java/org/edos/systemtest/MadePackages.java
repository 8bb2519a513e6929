package org.edos.systemtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Made-up .deb files with random payload, where a story needs more bytes than the real ones have.
 */
final class MadePackages {
  private MadePackages() {}

  /**
   * Writes packages {@code PREFIX-0}, {@code PREFIX-1} ... into a folder, which is made.
   *
   * @param size of each one's payload, which does not compress
   * @param random what the payload is made of
   */
  static List<Path> write(Path folder, String prefix, int count, int size, Random random)
      throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      Path file = folder.resolve(prefix + "-" + i + "_1.0_all.deb");
      Files.write(file, deb(prefix + "-" + i, payload));
      files.add(file);
    }
    return files;
  }

  private static byte[] deb(String name, byte[] payload) throws IOException {
    String control =
        """
        Package: %s
        Version: 1.0
        Architecture: all
        Maintainer: Edos <edos@localhost>
        Description: made for a test
        """
            .formatted(name);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(file)) {
      member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      member(ar, "control.tar", tar("./control", control.getBytes(StandardCharsets.UTF_8)));
      member(ar, "data.tar", tar("./usr/share/" + name, payload));
    }
    return file.toByteArray();
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] content)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, content.length));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  private static byte[] tar(String path, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = bytes;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(path);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }
}
