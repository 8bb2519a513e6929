package org.edos.core.dependency;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.edos.core.metadata.PackageMetadata;

/** What a change of a repository may make installable or not. */
public final class Affected {
  private Affected() {}

  /**
   * The packages of a changed universe that can be installed otherwise than before, if any can:
   * what changed, what speaks of a name that a changed package has, and what leads to one of these.
   * All others need and exclude the same as before, whatever of it is installed.
   *
   * @param after the universe with the changes
   * @param changed each package that came, went or says something else now: as it was, and as it is
   */
  public static BitSet by(Rules after, Collection<PackageMetadata> changed) {
    Universe universe = after.universe();
    Semantics semantics = universe.semantics();
    Set<String> names = new HashSet<>();
    boolean demanded = false;
    for (PackageMetadata metadata : changed) {
      names.add(metadata.id().name());
      names.addAll(semantics.names(metadata));
      names.addAll(metadata.files());
      demanded |= metadata.essential();
    }
    BitSet affected = new BitSet(universe.size());
    for (int number = 0; number < universe.size(); number++) {
      PackageMetadata metadata = universe.metadata(number);
      if (names.contains(metadata.id().name())
          || semantics.mentioned(metadata).anyMatch(names::contains)) {
        affected.set(number);
      }
    }
    spread(after, affected);
    for (Rule.Need demand : after.demands()) {
      for (int number : demand.present()) {
        demanded |= affected.get(number);
      }
    }
    if (demanded) {
      affected.set(0, universe.size());
    }
    return affected;
  }

  /** Adds all that needs, over however many others, one of the packages. */
  private static void spread(Rules rules, BitSet affected) {
    int size = rules.universe().size();
    Numbers[] needing = new Numbers[size];
    for (int number = 0; number < size; number++) {
      for (Rule.Need need : rules.needsOf(number)) {
        for (int present : need.present()) {
          if (needing[present] == null) {
            needing[present] = new Numbers();
          }
          needing[present].add(number);
        }
      }
    }
    Numbers open = new Numbers();
    affected.stream().forEach(open::add);
    while (open.size() > 0) {
      int number = open.get(open.size() - 1);
      open.cut(open.size() - 1);
      Numbers more = needing[number];
      for (int i = 0; more != null && i < more.size(); i++) {
        if (!affected.get(more.get(i))) {
          affected.set(more.get(i));
          open.add(more.get(i));
        }
      }
    }
  }
}
