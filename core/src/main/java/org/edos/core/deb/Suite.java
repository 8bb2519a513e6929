package org.edos.core.deb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A place in a tree that has a root of its own.
 *
 * @param folder where its Release lies, with a slash at its end unless it is the tree's top
 * @param base what Filename fields are relative to, likewise
 * @param name below dists, such as {@code bookworm} or {@code stable/updates}; empty for a flat
 *     repository
 */
record Suite(String folder, String base, String name) {
  private static final String DISTS = "dists/";

  /** The place in the tree of a file below the suite. */
  String path(String relative) {
    return folder + relative;
  }

  boolean flat() {
    return name.isEmpty();
  }

  /**
   * The suites among these paths, outer ones first. A Release without signature inside a suite,
   * such as main/binary-amd64/Release, is none.
   */
  static List<Suite> find(Collection<String> paths) {
    Set<String> all = new HashSet<>(paths);
    Set<String> indexed = new HashSet<>();
    Set<String> folders = new HashSet<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/') + 1;
      String fileName = path.substring(slash);
      if (fileName.equals("InRelease") || fileName.equals("Release")) {
        folders.add(path.substring(0, slash));
      } else if (Compression.of(fileName, "Packages").isPresent()) {
        indexed.add(path.substring(0, slash));
      }
    }
    List<Suite> suites = new ArrayList<>();
    for (String folder :
        folders.stream()
            .sorted(Comparator.comparingInt(String::length).thenComparing(f -> f))
            .toList()) {
      boolean signed = all.contains(folder + "InRelease") || all.contains(folder + "Release.gpg");
      boolean inner =
          suites.stream().anyMatch(outer -> !outer.flat() && folder.startsWith(outer.folder));
      int dists = folder.startsWith(DISTS) ? 0 : folder.indexOf("/" + DISTS) + 1;
      boolean below = folder.startsWith(DISTS, dists) && folder.length() > dists + DISTS.length();
      if (below && (signed || !inner)) {
        String name = folder.substring(dists + DISTS.length(), folder.length() - 1);
        suites.add(new Suite(folder, folder.substring(0, dists), name));
      } else if (!below && indexed.contains(folder)) {
        suites.add(new Suite(folder, folder, ""));
      }
    }
    return suites;
  }
}
