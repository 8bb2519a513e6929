package org.edos.role.publish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/**
 * The collections of a release: the root, which is the release, over one per place in the
 * repository ({@code NAME/bookworm/main/amd64}) with its packages, and one with the utilities.
 */
final class CollectionTree {
  private CollectionTree() {}

  static List<CollectionMetadata> of(
      ReleaseId release, RepositoryContents contents, List<Composition.Entry> entries) {
    Map<String, Set<UnitId>> members = new LinkedHashMap<>();
    for (RepositoryContents.PackageFile file : contents.packages()) {
      members
          .computeIfAbsent(file.collection(), c -> new LinkedHashSet<>())
          .add(file.metadata().id());
    }
    for (Composition.Entry entry : entries) {
      if (entry.unit() instanceof UtilityId) {
        members.computeIfAbsent("utilities", c -> new LinkedHashSet<>()).add(entry.unit());
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
