package org.edos.physical.snapshot.sqlite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The folders of which something is known, so that all other addresses cost no query. */
final class Prefixes {
  private volatile Set<String> known = Set.of();

  void replace(Collection<String> folders) {
    known = Set.copyOf(folders);
  }

  /** Those of them that the key lies in, the innermost first. */
  List<String> of(String key) {
    Set<String> all = known;
    List<String> found = new ArrayList<>(2);
    for (int slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      String folder = key.substring(0, slash + 1);
      if (all.contains(folder)) {
        found.add(folder);
      }
    }
    return found;
  }
}
