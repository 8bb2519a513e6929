package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.index.MetadataIndex;

/**
 * Moving releases: the next state takes the place of the one before by one switch of the index, or
 * becomes a release of its own. Used under the lock of {@link Publishing}.
 */
final class Updating {
  private final Publishing.Parts parts;
  private final ReleaseMaking making;

  Updating(Publishing.Parts parts, ReleaseMaking making) {
    this.parts = parts;
    this.making = making;
  }

  ReleaseUpdate update(UpdateRequest request, Consumer<PublishEvent> progress) {
    ReleaseId id = ReleaseId.current(request.name());
    Optional<MovingState> before = state(id);
    return switch (request.source()) {
      case UpdateRequest.Tree tree -> replace(id, before, tree.repository(), request, progress);
      case UpdateRequest.Packages packages -> {
        try (AddedPackages folder = new AddedPackages(parts, id)) {
          RepositorySource source = folder.gather(before, packages);
          yield replace(id, before, source, request, progress);
        }
      }
    };
  }

  /** What a moving release is now. */
  Optional<MovingState> state(ReleaseId id) {
    return parts
        .index()
        .composition(id)
        .map(signed ->
            new MovingState(
                CompositionXml.read(signed.xml()), signed.digest(), parts.index(), parts.store()));
  }

  private ReleaseUpdate replace(
      ReleaseId id,
      Optional<MovingState> before,
      RepositorySource source,
      UpdateRequest request,
      Consumer<PublishEvent> progress) {
    try (MetadataIndex.Publication publication = parts.index().replace(id)) {
      Consumer<Document> documents = publication::add;
      KnownPackages known = KnownPackages.NONE;
      if (before.isPresent()) {
        documents = documents.andThen(before.get()::note);
        known = before.get();
      }
      Guarding guarding =
          making.guarding(request.installability(), before.map(MovingState::composition));
      ReleaseMaking.Taken taken = making.take(id, source, known, documents, guarding, progress);
      if (before.isPresent() && !request.renew() && before.get().isSame(taken)) {
        return new ReleaseUpdate(before.get().release(), false, List.of());
      }
      OwnUnits own = before.map(MovingState::own).orElseGet(() -> OwnUnits.none(id));
      Composition composition = composition(id, before, taken, own, publication);
      List<Uninstallable> broken = guarding.check(composition, progress);
      Set<Sha256> arrived = new HashSet<>(taken.stored());
      before.ifPresent(state -> arrived.removeAll(state.contents()));
      parts.locations().announce(parts.address(), arrived);
      PublishedRelease release =
          making.commit(publication, composition, ReleaseMaking.signed(progress));
      return new ReleaseUpdate(
          release,
          true,
          composition.newestChanges(),
          broken.stream().<UnitId>map(Uninstallable::id).toList());
    }
  }

  /**
   * The next state: the files of the tree, those that a reader of the state before is about to ask
   * for, and what is the publisher's own.
   *
   * @param own as it is to be, but for what follows the changes of packages
   */
  Composition composition(
      ReleaseId id,
      Optional<MovingState> before,
      ReleaseMaking.Taken taken,
      OwnUnits own,
      MetadataIndex.Publication publication) {
    List<CollectionTree.Member> members = new ArrayList<>(taken.members());
    before.ifPresent(state -> {
      for (Composition.Entry entry : state.carriedOver(taken)) {
        if (publication.addKnown(entry.unit(), entry.document())) {
          members.add(new CollectionTree.Member(entry, ""));
        }
      }
      members.sort(CollectionTree.BY_PATH);
    });
    List<Composition.Entry> tree = members.stream().map(CollectionTree.Member::entry).toList();
    return composition(
        before,
        making.composition(
            id, taken.format(), taken.origin(), tree, CollectionTree.of(id, members)),
        own,
        publication);
  }

  /**
   * The next state, with what is the publisher's own.
   *
   * @param tree the state without that
   */
  Composition composition(
      Optional<MovingState> before,
      Composition tree,
      OwnUnits own,
      MetadataIndex.Publication publication) {
    OwnUnits beside = own.besides(tree.entries());
    List<Composition.Entry> entries = new ArrayList<>(tree.entries());
    for (Composition.Entry entry : beside.utilities().values()) {
      publication.add(MetadataXml.write(utility(entry)));
      entries.add(entry);
    }
    entries.sort(Comparator.comparing(Composition.Entry::path));
    Composition whole = tree.withEntries(entries);
    Composition next = before.map(state -> state.followedBy(whole)).orElse(whole);
    Set<UnitId> there = new HashSet<>();
    entries.forEach(entry -> there.add(entry.unit()));
    tree.collections().forEach(collection -> there.add(collection.id()));
    OwnUnits left = beside.following(next.newestChanges(), there::contains);
    return next.with(left.within(tree.collections()));
  }

  /** What a file that was published alone is. */
  static UtilityMetadata utility(Composition.Entry entry) {
    return new UtilityMetadata(
        (UtilityId) entry.unit(), entry.path(), entry.sha256(), entry.size());
  }

  PublishedRelease freeze(ReleaseId id, Consumer<PublishEvent> progress) {
    if (id.moves()) {
      throw EdosException.usage(
          "'" + ReleaseId.CURRENT + "' is the version that moves; choose another");
    }
    ReleaseId moving = ReleaseId.current(id.name());
    Composition now =
        state(moving)
            .map(MovingState::composition)
            .orElseThrow(() ->
                EdosException.notFound(
                    "there is no moving release '%s'; edos update makes one".formatted(id.name())));
    try (MetadataIndex.Publication publication = parts.index().open(id)) {
      List<Composition.Entry> entries =
          now.entries().stream().map(entry -> frozen(entry, id, publication)).toList();
      List<CollectionMetadata> collections =
          now.collections().stream()
              .map(collection ->
                  new CollectionMetadata(
                      (CollectionId) frozen(collection.id(), id),
                      collection.members().stream().map(unit -> frozen(unit, id)).toList()))
              .toList();
      return making.commit(
          publication,
          making.composition(id, now.format(), now.origin(), entries, collections),
          ReleaseMaking.signed(progress));
    }
  }

  private Composition.Entry frozen(
      Composition.Entry entry, ReleaseId id, MetadataIndex.Publication publication) {
    if (frozen(entry.unit(), id) instanceof UtilityId utility) {
      Document document =
          MetadataXml.write(
              new UtilityMetadata(utility, entry.path(), entry.sha256(), entry.size()));
      publication.add(document);
      return new Composition.Entry(
          entry.path(), utility, entry.sha256(), entry.size(), document.sha256());
    }
    if (!publication.addKnown(entry.unit(), entry.document())) {
      throw EdosException.external(
          "the index has lost the document of %s; update the release from its whole tree"
              .formatted(entry.unit()));
    }
    return entry;
  }

  /** Files that are not packages, and collections, are of one version of their release. */
  private static UnitId frozen(UnitId unit, ReleaseId id) {
    return switch (unit) {
      case UtilityId utility -> new UtilityId(utility.name(), id.version());
      case CollectionId collection -> new CollectionId(collection.name(), id.version());
      default -> unit;
    };
  }
}
