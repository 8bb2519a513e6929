package org.edos.core.rpm;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.edos.core.metadata.SafeXml;

/** Reads the index {@code filelists}: every file of every package. */
final class FileListsXml {
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(4L << 30, 12, 100_000_000, 8192);

  private FileListsXml() {}

  /** The files of each package, by the package's checksum in hexadecimal digits. */
  static Map<String, List<String>> read(String what, InputStream in) {
    Map<String, List<String>> lists = new HashMap<>();
    return SafeXml.read(
        what,
        in,
        BOUNDS,
        "filelists",
        xml -> {
          while (xml.child()) {
            if (xml.name().equals("package")) {
              lists.put(xml.required("pkgid"), files(xml));
            } else {
              xml.skip();
            }
          }
          return lists;
        });
  }

  /** The files of source packages have no folder, and are nowhere installed. */
  static boolean isInstalled(String file) {
    return file.startsWith("/");
  }

  private static List<String> files(SafeXml xml) {
    List<String> files = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("file")) {
        String file = xml.text();
        if (isInstalled(file)) {
          files.add(file);
        }
      } else {
        xml.skip();
      }
    }
    return List.copyOf(files);
  }
}
