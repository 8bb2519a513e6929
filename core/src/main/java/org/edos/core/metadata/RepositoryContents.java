package org.edos.core.metadata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository.ListedPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * What a repository tree's own indexes say that it holds. The readers have checked the indexes
 * against their root, and that every file they promise is there in its full size; the package
 * files' own hashes are checked when they are read.
 *
 * @param format which program reads the tree
 * @param packages every package file, in path order
 * @param utilities every other file that belongs to the repository: indexes, signatures, installer
 *     images
 */
public record RepositoryContents(
    PackageFormat format, List<PackageFile> packages, List<UtilityFile> utilities) {
  /**
   * A package file of the tree.
   *
   * @param path its place
   * @param metadata what the indexes say of it
   * @param collection the collection that it is listed in, below the root: {@code
   *     bookworm/main/amd64}
   */
  public record PackageFile(RepositoryPath path, PackageMetadata metadata, String collection) {}

  /**
   * Another file of the tree.
   *
   * @param path its place
   * @param sha256 of its bytes
   * @param size in bytes
   */
  public record UtilityFile(RepositoryPath path, Sha256 sha256, long size) {}

  /** Copies the lists. */
  public RepositoryContents {
    packages = List.copyOf(packages);
    utilities = List.copyOf(utilities);
  }

  /**
   * Reads everything into memory: for repositories of at most some thousand packages.
   *
   * @throws EdosException (refused) if the indexes contradict one another
   * @throws IOException if the tree cannot be read
   */
  public static RepositoryContents of(CheckedRepository repository) throws IOException {
    Map<String, List<String>> lists = new HashMap<>();
    repository.fileLists(
        (list, file) -> lists.computeIfAbsent(list, l -> new ArrayList<>()).add(file));
    List<CheckedRepository.Unread> unread = new ArrayList<>();
    repository.packages((listed, position) -> unread.add(listed));
    Map<RepositoryPath, PackageFile> packages = new TreeMap<>();
    for (CheckedRepository.Unread one : unread) {
      ListedPackage listed = one.read();
      PackageFile file = listed.file();
      PackageFile before = packages.get(file.path());
      if (before == null) {
        packages.put(file.path(), withFiles(listed, lists));
      } else {
        requireSame(file.path(), before.metadata().sha256(), file.metadata().sha256());
      }
    }
    return new RepositoryContents(
        repository.format(),
        List.copyOf(packages.values()),
        repository.utilities().stream()
            .filter(file -> !packages.containsKey(file.path()))
            .toList());
  }

  private static PackageFile withFiles(ListedPackage listed, Map<String, List<String>> lists) {
    PackageFile file = listed.file();
    return listed.fileLists().stream()
        .filter(lists::containsKey)
        .findFirst()
        .map(list -> file.metadata().withFiles(lists.getOrDefault(list, List.of())))
        .map(metadata -> new PackageFile(file.path(), metadata, file.collection()))
        .orElse(file);
  }

  /** Refuses a path that two indexes give different hashes. */
  public static void requireSame(RepositoryPath path, Sha256 before, Sha256 now) {
    if (!before.equals(now)) {
      throw EdosException.refused(
          "the tree is torn: two indexes contradict each other about "
              + path
              + ", which has different hashes in them; let its update finish or make its indexes"
              + " anew, then publish again");
    }
  }

  /** These contents as what a check of a tree gives. */
  public CheckedRepository checked() {
    RepositoryContents contents = this;
    return new CheckedRepository() {
      @Override
      public PackageFormat format() {
        return contents.format;
      }

      @Override
      public List<UtilityFile> utilities() {
        return contents.utilities;
      }

      @Override
      public long indexBytes() {
        return contents.packages.size();
      }

      @Override
      public Optional<Totals> totals() {
        long bytes = contents.packages.stream().mapToLong(file -> file.metadata().size()).sum();
        return Optional.of(new Totals(contents.packages.size(), bytes));
      }

      @Override
      public boolean hasFileLists() {
        return false;
      }

      @Override
      public void packages(PackageSink sink) {
        long position = 0;
        for (PackageFile file : contents.packages) {
          sink.accept(() -> new ListedPackage(file, List.of()), ++position);
        }
      }

      @Override
      public void fileLists(FileSink sink) {}
    };
  }
}
