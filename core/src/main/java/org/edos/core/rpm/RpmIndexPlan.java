package org.edos.core.rpm;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.PromisedFile;
import org.edos.core.unit.RepositoryPath;

/**
 * Which indexes of an rpm repository tell what its packages are and what dnf wants besides: all but
 * databases, deltas and changelogs.
 */
public final class RpmIndexPlan {
  private RpmIndexPlan() {}

  /**
   * The indexes of a repository.
   *
   * @param root the verified text of its {@code repodata/repomd.xml}
   * @throws EdosException (refused) if a place leaves the repository or a hash is too weak;
   *     (external) if the root is malformed
   */
  public static List<PromisedFile.Index> of(byte[] root) {
    return Repomd.read("repodata/repomd.xml", root).indexes().stream()
        .filter(index -> isWanted(index.type()))
        .map(index ->
            new PromisedFile.Index(
                List.of(
                    new PromisedFile(
                        new RepositoryPath(index.href()),
                        Optional.empty(),
                        index.size(),
                        index.checksum().algorithm(),
                        index.checksum().hex())),
                index.type().equals("primary")))
        .toList();
  }

  private static boolean isWanted(String type) {
    return !type.endsWith("_db")
        && !type.startsWith("other")
        && !type.equals("prestodelta")
        && !type.equals("deltainfo");
  }
}
