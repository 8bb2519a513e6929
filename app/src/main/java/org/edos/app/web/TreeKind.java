package org.edos.app.web;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What kind of repository tree a folder is, as far as a short look tells. */
public enum TreeKind {
  /** With indexes that apt reads. */
  APT("apt repository"),
  /** With indexes that dnf reads. */
  RPM("dnf repository"),
  /** .deb or .rpm files, for which Edos writes indexes. */
  PACKAGES("packages"),
  /** It may hold repositories further down. */
  FOLDER(""),
  /** Nobody lets this daemon look into it. */
  UNREADABLE("not readable");

  private static final int MOST_NAMES = 5_000;
  private static final int MOST_SUITES = 200;

  private final String label;

  TreeKind(String label) {
    this.label = label;
  }

  /** A word or two; empty for a folder without anything to publish at its top. */
  public String label() {
    return label;
  }

  /** Whether it can be published. */
  public boolean isTree() {
    return this == APT || this == RPM || this == PACKAGES;
  }

  /** Looks at a folder. */
  static TreeKind of(Path folder) {
    if (!Files.isReadable(folder)) {
      return UNREADABLE;
    }
    if (Files.isRegularFile(folder.resolve("repodata/repomd.xml"))) {
      return RPM;
    }
    if (isRoot(folder) || !suites(folder).isEmpty()) {
      return APT;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      int seen = 0;
      for (Path file : files) {
        if (isPackage(file)) {
          return PACKAGES;
        }
        if (++seen == MOST_NAMES) {
          break;
        }
      }
      return FOLDER;
    } catch (IOException | DirectoryIteratorException e) {
      return UNREADABLE;
    }
  }

  /** The suites of an apt repository, by name. */
  static List<String> suites(Path folder) {
    Path dists = folder.resolve("dists");
    if (!Files.isDirectory(dists)) {
      return List.of();
    }
    List<String> suites = new ArrayList<>();
    try (Stream<Path> below = Files.walk(dists, 2)) {
      below
          .limit(MOST_SUITES)
          .filter(TreeKind::isRoot)
          .forEach(suite -> suites.add(dists.relativize(suite).toString()));
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
    suites.sort(null);
    return suites;
  }

  private static boolean isRoot(Path folder) {
    return Files.isRegularFile(folder.resolve("InRelease"))
        || Files.isRegularFile(folder.resolve("Release"));
  }

  /** Whether a file is named as a package is. */
  static boolean isPackage(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".deb") || name.endsWith(".rpm");
  }
}
