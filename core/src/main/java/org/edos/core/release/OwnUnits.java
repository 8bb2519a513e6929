package org.edos.core.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/**
 * What a publisher has put into a moving release besides its repository tree: collections of its
 * own, and files published alone. The collection {@code NAME/own} lists them, so that the next
 * update of the tree keeps them.
 *
 * @param release the moving release, or one frozen from it
 * @param collections by id, with their members
 * @param utilities by place
 */
public record OwnUnits(
    ReleaseId release,
    Map<CollectionId, List<UnitId>> collections,
    Map<RepositoryPath, Composition.Entry> utilities) {
  private static final String OWN = "/own";

  /** Most collections of a publisher's own in one release. */
  public static final int MOST_COLLECTIONS = 10_000;

  /** Copies both, keeping their order. */
  public OwnUnits {
    collections = new LinkedHashMap<>(collections);
    collections.replaceAll((id, members) -> List.copyOf(new LinkedHashSet<>(members)));
    utilities = new LinkedHashMap<>(utilities);
    if (collections.size() > MOST_COLLECTIONS) {
      throw EdosException.exhausted(
          "%s has more than %,d collections of its publisher's own"
              .formatted(release, MOST_COLLECTIONS));
    }
  }

  /** None yet. */
  public static OwnUnits none(ReleaseId release) {
    return new OwnUnits(release, Map.of(), Map.of());
  }

  /** Those of a state. */
  public static OwnUnits of(Composition composition) {
    Map<CollectionId, CollectionMetadata> all =
        composition.collections().stream()
            .collect(Collectors.toMap(CollectionMetadata::id, one -> one, (one, same) -> one));
    CollectionMetadata root = all.get(root(composition.id()));
    if (root == null) {
      return none(composition.id());
    }
    Set<UnitId> listed = new HashSet<>(root.members());
    Map<CollectionId, List<UnitId>> collections = new LinkedHashMap<>();
    for (UnitId member : root.members()) {
      if (member instanceof CollectionId id && all.containsKey(id)) {
        collections.put(id, all.get(id).members());
      }
    }
    Map<RepositoryPath, Composition.Entry> utilities = new LinkedHashMap<>();
    for (Composition.Entry entry : composition.entries()) {
      if (entry.unit() instanceof UtilityId && listed.contains(entry.unit())) {
        utilities.put(entry.path(), entry);
      }
    }
    return new OwnUnits(composition.id(), collections, utilities);
  }

  private static CollectionId root(ReleaseId release) {
    return new CollectionId(release.name() + OWN, release.version());
  }

  /**
   * The id of a collection of the publisher's own: {@code RELEASE/own/NAME}, of the release's
   * version.
   *
   * @throws EdosException (usage) if the name is none, or has more than 200 characters
   */
  public static CollectionId collection(ReleaseId release, String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._+~/-]{0,199}")) {
      throw EdosException.usage(
          "a collection's name is letters, digits and . _ + ~ / - (at most 200): '" + name + "'");
    }
    return new CollectionId(release.name() + OWN + "/" + name, release.version());
  }

  /**
   * Does nothing for an id as {@link #collection} makes them.
   *
   * @throws EdosException (usage) for any other
   */
  public void requireOwn(CollectionId id) {
    String prefix = release.name() + OWN + "/";
    boolean own =
        id.name().startsWith(prefix)
            && collection(release, id.name().substring(prefix.length())).equals(id);
    if (!own) {
      throw EdosException.usage(
          "%s is no collection of the publisher's own; those of %s are edos:collection/%sNAME@%s"
              .formatted(id, release, prefix, release.version()));
    }
  }

  /** The collections as a composition has them; none where there is nothing. */
  public List<CollectionMetadata> written() {
    if (collections.isEmpty() && utilities.isEmpty()) {
      return List.of();
    }
    List<UnitId> members = new ArrayList<>(collections.keySet());
    utilities.values().forEach(entry -> members.add(entry.unit()));
    List<CollectionMetadata> written = new ArrayList<>();
    written.add(new CollectionMetadata(root(release), members));
    collections.forEach((id, units) -> written.add(new CollectionMetadata(id, units)));
    return written;
  }

  /** A release's collections with these among them, below the root in the first place. */
  public List<CollectionMetadata> within(List<CollectionMetadata> derived) {
    List<CollectionMetadata> own = written();
    if (own.isEmpty()) {
      return derived;
    }
    List<CollectionMetadata> all = new ArrayList<>(derived);
    CollectionMetadata top = all.getFirst();
    List<UnitId> members = new ArrayList<>(top.members());
    members.add(own.getFirst().id());
    all.set(0, new CollectionMetadata(top.id(), members));
    all.addAll(own);
    return all;
  }

  /** The collections of a state without those of its publisher's own. */
  public List<CollectionMetadata> without(List<CollectionMetadata> all) {
    CollectionId root = root(release);
    return all.stream()
        .filter(one -> !one.id().equals(root) && !collections.containsKey(one.id()))
        .map(one ->
            new CollectionMetadata(
                one.id(), one.members().stream().filter(unit -> !unit.equals(root)).toList()))
        .toList();
  }

  /** These without files at places that the tree itself has now. */
  public OwnUnits besides(Collection<Composition.Entry> tree) {
    Set<RepositoryPath> places =
        tree.stream().map(Composition.Entry::path).collect(Collectors.toSet());
    Map<RepositoryPath, Composition.Entry> left = new LinkedHashMap<>(utilities);
    left.keySet().removeAll(places);
    return new OwnUnits(release, collections, left);
  }

  /**
   * These after changes of the packages: a member that another version took the place of is that
   * version now, and what left the release left the collections.
   *
   * @param there whether the next state has a unit that is no collection of these
   */
  public OwnUnits following(List<UnitChange> changes, Predicate<UnitId> there) {
    Map<UnitId, UnitId> successors = new HashMap<>();
    for (UnitChange change : changes) {
      change
          .before()
          .ifPresent(gone -> change.after().ifPresent(come -> successors.put(gone.unit(), come)));
    }
    Map<CollectionId, List<UnitId>> next = new LinkedHashMap<>();
    collections.forEach((id, members) -> {
      List<UnitId> left = new ArrayList<>();
      for (UnitId member : members) {
        Optional.of(member)
            .filter(unit -> there.test(unit) || collections.containsKey(unit))
            .or(() -> Optional.ofNullable(successors.get(member)).filter(there))
            .ifPresent(left::add);
      }
      next.put(id, left);
    });
    return new OwnUnits(release, next, utilities);
  }
}
