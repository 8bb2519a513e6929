package org.edos.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Made-up .deb files of any name and version, which dpkg installs; the same bytes whenever they are
 * made.
 */
public final class MadeDebs {
  private MadeDebs() {}

  /**
   * Writes a package for all architectures, with one file {@code /usr/share/NAME} that holds its
   * version. An older file of that name and version is replaced by another, not overwritten.
   *
   * @param folder which is made
   * @param fields further lines of its control file
   */
  public static Path write(Path folder, String name, String version, String... fields)
      throws IOException {
    return write(folder, name, version, bytes(version), fields);
  }

  /** The same, with another content of its one file. */
  public static Path write(
      Path folder, String name, String version, byte[] payload, String... fields)
      throws IOException {
    String control =
        """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: Edos <edos@localhost>
        %sDescription: made for a test
        """
            .formatted(name, version, fields.length == 0 ? "" : String.join("\n", fields) + "\n");
    Files.createDirectories(folder);
    Path file = folder.resolve(fileName(name, version));
    Files.deleteIfExists(file);
    try (OutputStream out = Files.newOutputStream(file);
        ArArchiveOutputStream ar = new ArArchiveOutputStream(out)) {
      member(ar, "debian-binary", bytes("2.0\n"));
      member(ar, "control.tar", tar("control", bytes(control)));
      member(ar, "data.tar", tar("usr/share/" + name, payload));
    }
    return file;
  }

  /** What such a package's file is called. */
  public static String fileName(String name, String version) {
    return name + "_" + version + "_all.deb";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] content)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, content.length, 0, 0, 0100644, 0));
    ar.write(content);
    ar.closeArchiveEntry();
  }

  /** One file, after the folders that it lies in. */
  private static byte[] tar(String path, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
        tar.putArchiveEntry(entry(path.substring(0, end + 1)));
        tar.closeArchiveEntry();
      }
      TarArchiveEntry entry = entry(path);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static TarArchiveEntry entry(String path) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path);
    entry.setModTime(0);
    return entry;
  }
}
