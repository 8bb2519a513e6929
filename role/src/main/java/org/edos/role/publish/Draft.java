package org.edos.role.publish;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.Operation;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;

/**
 * The operations of one transaction, gathered in their order: what is to be done to the packages,
 * and what is the publisher's own afterwards. Bytes enter the store at once; nothing else is
 * changed. Used by one thread.
 */
final class Draft {
  private static final int MOST_MEMBERS = 1_000_000;

  private final ReleaseId release;
  private final ContentStore store;
  private final Set<UnitId> present = new HashSet<>();
  private final Map<PackageId, AddedPackages.Added> packages = new LinkedHashMap<>();
  private final Set<UnitId> gone = new HashSet<>();
  private final Map<CollectionId, Set<UnitId>> collections = new LinkedHashMap<>();
  private final Map<RepositoryPath, Composition.Entry> utilities = new LinkedHashMap<>();
  private final Set<CollectionId> changed = new LinkedHashSet<>();
  private final Map<UnitId, Set<CollectionId>> named = new LinkedHashMap<>();
  private final List<Operation> feeds = new ArrayList<>();
  private final OwnUnits own;

  /** Begins with a state, or with none. */
  Draft(ReleaseId release, ContentStore store, Optional<MovingState> before) {
    this.release = release;
    this.store = store;
    this.own = before.map(MovingState::own).orElseGet(() -> OwnUnits.none(release));
    own.collections().forEach((id, members) -> collections.put(id, new LinkedHashSet<>(members)));
    utilities.putAll(own.utilities());
    before.ifPresent(
        state -> state.composition().entries().forEach(entry -> present.add(entry.unit())));
  }

  /**
   * Takes one more operation.
   *
   * @throws EdosException not found if what it takes away, or reads, is not there; usage if it is
   *     malformed; refused if a package is another than it was to be
   */
  void take(Operation operation) {
    switch (operation) {
      case Operation.PublishPackage one -> publish(one);
      case Operation.PublishUtility one -> publish(one);
      case Operation.PublishCollection one -> {
        own.requireOwn(one.id());
        unname(one.id(), collections.getOrDefault(one.id(), Set.of()));
        collections.put(one.id(), new LinkedHashSet<>());
        insert(one.id(), one.members());
      }
      case Operation.Unpublish one -> unpublish(one.unit());
      case Operation.Insert one -> insert(one.collection(), one.members());
      case Operation.Delete one -> {
        Set<UnitId> members = members(one.collection());
        one.members().forEach(members::remove);
        unname(one.collection(), one.members());
        changed.add(one.collection());
      }
      case Operation.Feed one -> feeds.add(one);
      case Operation.Unfeed one -> feeds.add(one);
    }
  }

  private Set<UnitId> members(CollectionId id) {
    Set<UnitId> members = collections.get(id);
    if (members == null) {
      throw EdosException.notFound(
          "%s has no collection %s; publish that first".formatted(release, id));
    }
    return members;
  }

  private void insert(CollectionId id, List<UnitId> units) {
    Set<UnitId> members = members(id);
    for (UnitId unit : units) {
      members.add(unit);
      named.computeIfAbsent(unit, first -> new HashSet<>()).add(id);
    }
    if (members.size() > MOST_MEMBERS) {
      throw EdosException.exhausted(id + " would have more than " + MOST_MEMBERS + " members");
    }
    changed.add(id);
  }

  /** This collection needs these no more; others that name them do. */
  private void unname(CollectionId id, Iterable<UnitId> units) {
    for (UnitId unit : units) {
      named.computeIfPresent(
          unit,
          (same, by) -> {
            by.remove(id);
            return by.isEmpty() ? null : by;
          });
    }
  }

  private void publish(Operation.PublishPackage one) {
    RepositoryPath place =
        one.location()
            .orElseGet(() -> {
              if (one.supply() instanceof Operation.Supply.File file) {
                return AddedPackages.place(file.path());
              }
              throw EdosException.usage(
                  "a package that is no file needs a location: its place in the repository");
            });
    Path file = file(one.supply());
    PackageId id = AddedPackages.metadata(file, place.fileName()).id();
    if (one.id().filter(wanted -> !wanted.equals(id)).isPresent()) {
      throw EdosException.refused(
          "the package for %s is %s and not %s".formatted(place, id, one.id().get()));
    }
    packages.put(id, new AddedPackages.Added(file, place, one.keepOld()));
    gone.remove(id);
  }

  private void publish(Operation.PublishUtility one) {
    Content content = content(one.supply());
    UtilityId id = new UtilityId(release.name() + "/" + one.location(), release.version());
    if (present.contains(id) && !utilities.containsKey(one.location())) {
      throw EdosException.refused(
          "%s has a file %s of its tree already; choose another place, or update the tree"
              .formatted(release, one.location()));
    }
    UtilityMetadata metadata =
        new UtilityMetadata(id, one.location(), content.id(), content.size());
    utilities.put(
        one.location(),
        new Composition.Entry(
            one.location(),
            id,
            content.id(),
            content.size(),
            MetadataXml.write(metadata).sha256()));
  }

  private void unpublish(UnitId unit) {
    boolean there =
        switch (unit) {
          case PackageId id -> {
            boolean came = packages.remove(id) != null;
            boolean leaves = present.contains(id) && gone.add(id);
            yield came || leaves;
          }
          case CollectionId id -> {
            Set<UnitId> members = collections.remove(id);
            unname(id, members == null ? Set.of() : members);
            yield members != null;
          }
          case UtilityId id -> utilities.values().removeIf(entry -> entry.unit().equals(id));
        };
    if (!there) {
      throw EdosException.notFound(
          unit instanceof PackageId
              ? release + " has no package " + unit
              : "%s has no %s that was published alone; what belongs to the tree is changed by edos update"
                  .formatted(release, unit));
    }
    named.remove(unit);
  }

  /** A file of this machine with the bytes. */
  private Path file(Operation.Supply supply) {
    return switch (supply) {
      case Operation.Supply.File file -> file.path();
      case Operation.Supply.Stored stored -> path(content(stored));
      case Operation.Supply.Bytes bytes -> path(content(bytes));
    };
  }

  private static Path path(Content content) {
    return content
        .file()
        .orElseThrow(
            () -> EdosException.external("the store keeps " + content.id() + " in no file"));
  }

  private Content content(Operation.Supply supply) {
    return switch (supply) {
      case Operation.Supply.File file -> store.link(hash(file.path()), file.path());
      case Operation.Supply.Stored stored ->
          store
              .find(stored.sha256())
              .orElseThrow(
                  () -> EdosException.notFound("the store has no content " + stored.sha256()));
      case Operation.Supply.Bytes bytes ->
          store.add(
              Sha256.of(bytes.bytes()),
              bytes.bytes().length,
              new ByteArrayInputStream(bytes.bytes()));
    };
  }

  private static Sha256 hash(Path file) {
    AddedPackages.requireFile(file);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return Sha256.of(digest);
    } catch (IOException e) {
      throw EdosException.notFound("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Whether packages come or go, so that indexes are to be written. */
  boolean changesPackages() {
    return !packages.isEmpty() || !gone.isEmpty();
  }

  List<AddedPackages.Added> packages() {
    return List.copyOf(packages.values());
  }

  Set<UnitId> gone() {
    return gone;
  }

  /** What is the publisher's own, before it follows the changes of packages. */
  OwnUnits own() {
    Map<CollectionId, List<UnitId>> members = new LinkedHashMap<>();
    collections.forEach((id, units) -> members.put(id, List.copyOf(units)));
    return new OwnUnits(release, members, utilities);
  }

  /** Collections that operations have published or given other members. */
  Set<CollectionId> changed() {
    return changed;
  }

  /** Members that operations have named, which must be there in the end. */
  Set<UnitId> named() {
    return named.keySet();
  }

  List<Operation> feeds() {
    return feeds;
  }
}
