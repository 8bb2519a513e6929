package org.edos.core.metadata;

import java.util.List;
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
}
