package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.UnitId;

/**
 * The collections of a release: the root, which is the release, over one per place in the
 * repository ({@code NAME/bookworm/main/amd64}) with its packages, and one with the utilities.
 */
final class CollectionTree {
  /** The order in which a composition has them. */
  static final Comparator<Member> BY_PATH = Comparator.comparing(member -> member.entry().path());

  private CollectionTree() {}

  /**
   * A file of the release.
   *
   * @param collection the place in the repository where it is listed; empty for a utility
   */
  record Member(Composition.Entry entry, String collection) {}

  /** The collections of these files, which are in path order. */
  static List<CollectionMetadata> of(ReleaseId release, List<Member> files) {
    Map<String, Set<UnitId>> members = new LinkedHashMap<>();
    for (Member file : files) {
      if (!file.collection().isEmpty()) {
        members
            .computeIfAbsent(file.collection(), c -> new LinkedHashSet<>())
            .add(file.entry().unit());
      }
    }
    for (Member file : files) {
      if (file.collection().isEmpty()) {
        members.computeIfAbsent("utilities", c -> new LinkedHashSet<>()).add(file.entry().unit());
      }
    }
    List<CollectionMetadata> collections = new ArrayList<>();
    members.forEach((name, units) ->
        collections.add(
            new CollectionMetadata(
                new CollectionId(release.name() + "/" + name, release.version()),
                List.copyOf(units))));
    List<UnitId> top = collections.stream().<UnitId>map(CollectionMetadata::id).toList();
    collections.addFirst(new CollectionMetadata(release.collection(), top));
    return collections;
  }
}
