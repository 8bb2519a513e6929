package org.edos.core.rpm;

import java.io.InputStream;
import org.edos.core.metadata.CheckedRepository.FileSink;
import org.edos.core.metadata.SafeXml;

/** Reads the index {@code filelists}: every file of every package. */
final class FileListsXml {
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(4L << 30, 12, 100_000_000, 8192);

  private FileListsXml() {}

  /** Tells every file with the package's checksum, in hexadecimal digits, behind the prefix. */
  static void read(String what, InputStream in, String prefix, FileSink sink) {
    SafeXml.read(
        what,
        in,
        BOUNDS,
        "filelists",
        xml -> {
          while (xml.child()) {
            if (xml.name().equals("package")) {
              files(xml, prefix + xml.required("pkgid"), sink);
            } else {
              xml.skip();
            }
          }
          return what;
        });
  }

  /** The files of source packages have no folder, and are nowhere installed. */
  static boolean isInstalled(String file) {
    return file.startsWith("/");
  }

  private static void files(SafeXml xml, String list, FileSink sink) {
    while (xml.child()) {
      if (xml.name().equals("file")) {
        String file = xml.text();
        if (isInstalled(file)) {
          sink.accept(list, file);
        }
      } else {
        xml.skip();
      }
    }
  }
}
