package org.edos.app.web;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * A folder of this machine, to be chosen or gone through. Bounded, however full it is.
 *
 * @param path of it
 * @param above the folders on the way to it, the top first
 * @param folders in it, by name
 * @param unlisted how many more folders are in it
 * @param packages the package files directly in it, by name
 * @param morePackages how many more of these are in it
 * @param kind what it is
 * @param says the same in a sentence
 * @param problem why it cannot be looked at; empty where it can
 */
public record FolderView(
    String path,
    List<Step> above,
    List<Step> folders,
    int unlisted,
    List<PackageFile> packages,
    int morePackages,
    TreeKind kind,
    String says,
    String problem) {
  private static final int FOLDERS = 300;
  private static final int PACKAGES = 300;
  private static final int MOST_NAMES = 200_000;

  /** A folder that one may go to. */
  public record Step(String name, String path, TreeKind kind) {}

  /** A package file. */
  public record PackageFile(String name, long size) {}

  /** What was met while a folder was listed. */
  private static final class Listing {
    final List<Path> folders = new ArrayList<>();
    final List<Path> packages = new ArrayList<>();
    int debs;
    int rpms;
  }

  static FolderView of(Path folder, Optional<List<Path>> keptTo) {
    Path whole = folder.normalize();
    List<Step> above = above(whole, keptTo);
    Listing listing;
    try {
      listing = list(whole);
    } catch (NoSuchFileException e) {
      return broken(whole, above, "There is no folder " + whole + ". Choose another.");
    } catch (java.nio.file.NotDirectoryException e) {
      return broken(whole, above, whole + " is a file. Choose the folder that it lies in.");
    } catch (IOException | DirectoryIteratorException e) {
      return broken(
          whole,
          above,
          "The daemon may not read "
              + whole
              + ". Let its user read it (chmod, chgrp), or choose another folder.");
    }
    List<Step> folders =
        listing.folders.stream()
            .limit(FOLDERS)
            .map(path -> new Step(name(path), path.toString(), TreeKind.of(path)))
            .toList();
    List<PackageFile> packages =
        listing.packages.stream()
            .limit(PACKAGES)
            .map(path -> new PackageFile(name(path), size(path)))
            .toList();
    TreeKind kind = TreeKind.of(whole);
    return new FolderView(
        whole.toString(),
        above,
        folders,
        listing.folders.size() - folders.size(),
        packages,
        listing.packages.size() - packages.size(),
        kind,
        says(whole, kind, listing),
        "");
  }

  /** Folders that a program may begin at. */
  static FolderView of(List<Path> roots) {
    return new FolderView(
        "",
        List.of(),
        roots.stream()
            .map(path -> new Step(path.toString(), path.toString(), TreeKind.of(path)))
            .toList(),
        0,
        List.of(),
        0,
        TreeKind.FOLDER,
        roots.isEmpty()
            ? "This token publishes from no folder. The daemon's owner allows one with the setting"
                + " publish-from."
            : "This token publishes what lies in these folders.",
        "");
  }

  private static FolderView broken(Path folder, List<Step> above, String problem) {
    return new FolderView(
        folder.toString(), above, List.of(), 0, List.of(), 0, TreeKind.UNREADABLE, "", problem);
  }

  /**
   * The names of all package files directly in a folder.
   *
   * @throws EdosException external if it cannot be read
   */
  static List<String> packages(Path folder) {
    try {
      return list(folder).packages.stream().map(FolderView::name).toList();
    } catch (IOException | DirectoryIteratorException e) {
      throw EdosException.external("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Listing list(Path folder) throws IOException {
    Listing listing = new Listing();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      int seen = 0;
      for (Path path : names) {
        if (TreeKind.isPackage(path) && Files.isRegularFile(path)) {
          listing.packages.add(path);
          if (name(path).endsWith(".deb")) {
            listing.debs++;
          } else {
            listing.rpms++;
          }
        } else if (!name(path).startsWith(".") && Files.isDirectory(path)) {
          listing.folders.add(path);
        }
        if (++seen == MOST_NAMES) {
          break;
        }
      }
    }
    listing.folders.sort(Comparator.naturalOrder());
    listing.packages.sort(Comparator.naturalOrder());
    return listing;
  }

  private static String says(Path folder, TreeKind kind, Listing listing) {
    return switch (kind) {
      case APT -> {
        List<String> suites = TreeKind.suites(folder);
        yield suites.isEmpty()
            ? "An apt repository without suites."
            : "An apt repository with "
                + (suites.size() == 1 ? "the suite " : "the suites ")
                + String.join(", ", suites)
                + ". It is published as it is signed.";
      }
      case RPM -> "A dnf repository. It is published as it is signed.";
      case PACKAGES -> packages(listing);
      case FOLDER ->
          "No repository at its top. Choose a folder with dists/, with repodata/, or with .deb or"
              + " .rpm files; packages further down are published too.";
      case UNREADABLE -> "";
    };
  }

  private static String packages(Listing listing) {
    if (listing.debs > 0 && listing.rpms > 0) {
      return "%s and %s, which cannot be one release: put them into two folders."
          .formatted(
              Words.count(listing.debs, ".deb file"), Words.count(listing.rpms, ".rpm file"));
    }
    return "%s. Edos writes the indexes and signs them."
        .formatted(
            listing.rpms == 0
                ? Words.count(listing.debs, ".deb file")
                : Words.count(listing.rpms, ".rpm file"));
  }

  /** The way down to a folder; where somebody is kept to folders, from the one that it lies in. */
  private static List<Step> above(Path folder, Optional<List<Path>> keptTo) {
    List<Step> above = new ArrayList<>();
    for (Path path = folder.getParent(); path != null; path = path.getParent()) {
      Path here = path;
      if (keptTo.isPresent() && keptTo.get().stream().noneMatch(here::startsWith)) {
        break;
      }
      above.add(new Step(name(path), path.toString(), TreeKind.FOLDER));
    }
    return above.reversed();
  }

  private static String name(Path path) {
    return path.getFileName() == null ? path.toString() : path.getFileName().toString();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** What the last part of its path is. */
  public String name() {
    return path.isEmpty() ? "" : name(Path.of(path));
  }

  /** How many package files are directly in it. */
  public int packageCount() {
    return packages.size() + morePackages;
  }
}
