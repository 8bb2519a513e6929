package org.edos.role.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.deb.AptTree;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.metadata.TreeFiles.TreeFile;
import org.edos.core.release.ReleaseId;
import org.edos.core.rpm.RpmTree;
import org.edos.core.unit.RepositoryPath;
import org.edos.physical.content.SourceTree;

/**
 * Reads whatever people have: an APT tree, an RPM tree, or a bare folder of packages, for which it
 * writes the indexes.
 */
final class RepositoryReader {
  /**
   * A tree that has been read.
   *
   * @param contents what it holds
   * @param written the indexes that Edos wrote itself, by path; these are not on the disk
   */
  record Reading(RepositoryContents contents, Map<RepositoryPath, byte[]> written) {
    long bytes() {
      long packages = contents.packages().stream().mapToLong(file -> file.metadata().size()).sum();
      return packages
          + contents.utilities().stream().mapToLong(RepositoryContents.UtilityFile::size).sum();
    }

    PublishEvent summary(ReleaseId release) {
      return new PublishEvent.TreeRead(
          release, contents.packages().size(), contents.utilities().size(), bytes());
    }
  }

  private final RootSignatures roots;
  private final FolderIndexes folderIndexes;

  RepositoryReader(RootSignatures roots, FolderIndexes folderIndexes) {
    this.roots = roots;
    this.folderIndexes = folderIndexes;
  }

  /**
   * Reads a tree.
   *
   * @throws EdosException refused if it is torn or badly signed; usage if there is nothing to
   *     publish in it
   */
  Reading read(SourceTree tree, ReleaseId release) {
    try {
      List<TreeFile> files = tree.list();
      if (has(files, "Release") || has(files, "InRelease")) {
        return new Reading(AptTree.read(tree, roots, AptTree.Pool.HERE), Map.of());
      }
      if (has(files, "repomd.xml")) {
        return new Reading(new RpmTree(roots).read(tree), Map.of());
      }
      return folderIndexes.read(tree, files, release);
    } catch (IOException | UncheckedIOException e) {
      throw EdosException.external("cannot read the tree: " + e.getMessage(), e);
    }
  }

  private static boolean has(List<TreeFile> files, String name) {
    return files.stream().anyMatch(file -> file.path().fileName().equals(name));
  }
}
