package org.edos.actor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.RepositoryPath;

/** The trees of the last few releases asked for, by path: what serves apt and dnf. Safe for use by many threads. */
final class ReleaseTrees {
  private static final int KEPT = 8;

  private record Tree(long number, Map<RepositoryPath, Composition.Entry> entries) {}

  private final Map<ReleaseId, Tree> trees =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ReleaseId, Tree> eldest) {
          return size() > KEPT;
        }
      };

  synchronized Optional<Composition.Entry> find(Composition composition, RepositoryPath path) {
    Tree tree = trees.get(composition.id());
    if (tree == null || tree.number() != composition.number()) {
      Map<RepositoryPath, Composition.Entry> entries = new HashMap<>();
      composition.entries().forEach(entry -> entries.put(entry.path(), entry));
      tree = new Tree(composition.number(), entries);
      trees.put(composition.id(), tree);
    }
    return Optional.ofNullable(tree.entries().get(path));
  }
}
