package org.edos.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;

/**
 * A file of a release, none of a package, that another release has not or has with other bytes.
 *
 * @param path where it is in both
 * @param kind what is different
 * @param size in bytes, of the file that is there; of the later one where both are
 */
public record FileChange(RepositoryPath path, Kind kind, long size) {
  /** What is different. */
  public enum Kind {
    /** Only the later release has it. */
    ADDED,
    /** Only the earlier release has it. */
    REMOVED,
    /** Its bytes are others. */
    CHANGED
  }

  /**
   * The files that differ, by path.
   *
   * @param before the files of the earlier release
   * @param after the files of the later one
   */
  public static List<FileChange> between(
      List<Composition.Entry> before, List<Composition.Entry> after) {
    Map<RepositoryPath, Composition.Entry> old = files(before);
    Map<RepositoryPath, Composition.Entry> young = files(after);
    List<FileChange> changes = new ArrayList<>();
    Map<RepositoryPath, Composition.Entry> all = files(before);
    all.putAll(young);
    all.forEach((path, entry) -> {
      Optional<Composition.Entry> was = Optional.ofNullable(old.get(path));
      if (was.isEmpty()) {
        changes.add(new FileChange(path, Kind.ADDED, entry.size()));
      } else if (!young.containsKey(path)) {
        changes.add(new FileChange(path, Kind.REMOVED, entry.size()));
      } else if (!was.get().sha256().equals(entry.sha256())) {
        changes.add(new FileChange(path, Kind.CHANGED, entry.size()));
      }
    });
    return changes;
  }

  private static Map<RepositoryPath, Composition.Entry> files(List<Composition.Entry> entries) {
    Map<RepositoryPath, Composition.Entry> files = new TreeMap<>();
    for (Composition.Entry entry : entries) {
      if (!(entry.unit() instanceof PackageId)) {
        files.put(entry.path(), entry);
      }
    }
    return files;
  }
}
