package org.edos.role.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.edos.core.EdosException;
import org.edos.core.deb.AptTree;
import org.edos.core.metadata.CheckedRepository;
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
   * A tree that has been checked.
   *
   * @param repository what it holds
   * @param written the indexes that Edos wrote itself, by path; these are not on the disk
   * @param elsewhere whether packages may be at the origin alone
   */
  record Reading(
      CheckedRepository repository, Map<RepositoryPath, byte[]> written, boolean elsewhere) {
    long utilityBytes() {
      return repository.utilities().stream().mapToLong(RepositoryContents.UtilityFile::size).sum();
    }

    PublishEvent summary(ReleaseId release) {
      int utilities = repository.utilities().size();
      return repository
          .totals()
          .<PublishEvent>map(known ->
              new PublishEvent.TreeRead(
                  release, known.packages(), utilities, known.bytes() + utilityBytes()))
          .orElseGet(
              () -> new PublishEvent.IndexesRead(release, utilities, repository.indexBytes()));
    }
  }

  private final RootSignatures roots;
  private final FolderIndexes folderIndexes;

  RepositoryReader(RootSignatures roots, FolderIndexes folderIndexes) {
    this.roots = roots;
    this.folderIndexes = folderIndexes;
  }

  /**
   * Checks a tree.
   *
   * @param elsewhere whether packages that are not in the tree are at its origin
   * @throws EdosException refused if it is torn or badly signed; usage if there is nothing to
   *     publish in it
   */
  Reading read(SourceTree tree, ReleaseId release, boolean elsewhere) {
    try {
      List<TreeFile> files = tree.list();
      if (has(files, "Release") || has(files, "InRelease")) {
        AptTree.Pool pool = elsewhere ? AptTree.Pool.ELSEWHERE : AptTree.Pool.HERE;
        return new Reading(AptTree.check(tree, roots, pool), Map.of(), elsewhere);
      }
      if (has(files, "repomd.xml")) {
        RpmTree.Pool pool = elsewhere ? RpmTree.Pool.ELSEWHERE : RpmTree.Pool.HERE;
        return new Reading(new RpmTree(roots).check(tree, pool), Map.of(), elsewhere);
      }
      if (elsewhere) {
        throw EdosException.usage(
            "the tree has no indexes (dists/ or repodata/), so that nothing tells what is at the"
                + " origin; give the repository's own indexes");
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
