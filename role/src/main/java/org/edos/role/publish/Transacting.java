package org.edos.role.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.attribute.IntegrityRules;
import org.edos.core.attribute.Signature;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.MetadataIndex;

/**
 * Transactions on moving releases: all operations become one state by one switch of the index, or
 * none does. Used under the lock of {@link Publishing}.
 */
final class Transacting {
  private final Publishing.Parts parts;
  private final ReleaseMaking making;
  private final Updating updating;
  private final TransactionFeeding feeding;

  Transacting(Publishing.Parts parts, ReleaseMaking making, Updating updating) {
    this.parts = parts;
    this.making = making;
    this.updating = updating;
    this.feeding =
        new TransactionFeeding(parts.documents(), parts.index(), parts.channels(), parts.clock());
    feeding.completeAll();
  }

  /** A release that has become visible, and what channels are to be told of it. */
  record Done(ReleaseUpdate update, List<String> feeds) {}

  /** Tells first what an earlier state of a release was to tell, before that is gone. */
  void complete(String name) {
    feeding.complete(name);
  }

  Done transact(Transaction transaction, MissingChannels missing, Consumer<PublishEvent> progress) {
    ReleaseId id = transaction.id();
    Optional<MovingState> before = updating.state(id);
    transaction.requireExpected(before.map(state -> state.release().number()).orElse(0L));
    Draft draft = new Draft(id, parts.store(), before);
    transaction.operations().forEach(draft::take);
    if (before.isEmpty() && !draft.changesPackages()) {
      throw EdosException.notFound(
          "there is no moving release '%s', and a new one needs a package".formatted(id.name()));
    }
    Map<UnitId, Document> fresh = new HashMap<>();
    try (MetadataIndex.Publication publication = parts.index().replace(id)) {
      List<Uninstallable> broken = new ArrayList<>();
      Composition next;
      if (draft.changesPackages()) {
        Guarding guarding =
            making.guarding(transaction.installability(), before.map(MovingState::composition));
        next = withPackages(before, draft, publication, fresh, guarding, progress);
        broken.addAll(guarding.check(next, progress));
      } else {
        next = withoutPackages(before.orElseThrow(), draft, publication);
      }
      requireWhole(draft, next, fresh);
      List<String> feeds = feeding.lines(draft.feeds(), next, missing);
      announce(before, next);
      PublishedRelease release = commit(publication, next, feeds, progress);
      return new Done(
          new ReleaseUpdate(
              release,
              true,
              next.newestChanges(),
              broken.stream().<UnitId>map(Uninstallable::id).toList()),
          feeds);
    }
  }

  private PublishedRelease commit(
      MetadataIndex.Publication publication,
      Composition next,
      List<String> feeds,
      Consumer<PublishEvent> progress) {
    boolean visible = false;
    try {
      PublishedRelease release =
          making.commit(
              publication,
              next,
              about -> {
                feeding.note(about, feeds);
                ReleaseMaking.signed(progress).accept(about);
              });
      visible = true;
      return release;
    } finally {
      if (!visible) {
        feeding.complete(next.id().name());
      }
    }
  }

  /** Tells the channels; what cannot be told now is told with the next transaction or start. */
  void tell(Done done) {
    feeding.tell(done.update().release(), done.feeds());
  }

  /** The bytes are here already; whoever hears of the state is to find them at once. */
  private void announce(Optional<MovingState> before, Composition next) {
    Set<Sha256> arrived = new HashSet<>();
    next.contents().keySet().stream().filter(parts.store()::contains).forEach(arrived::add);
    before.ifPresent(state -> arrived.removeAll(state.contents()));
    parts.locations().announce(parts.address(), arrived);
  }

  private Composition withPackages(
      Optional<MovingState> before,
      Draft draft,
      MetadataIndex.Publication publication,
      Map<UnitId, Document> fresh,
      Guarding guarding,
      Consumer<PublishEvent> progress) {
    ReleaseId id = draft.own().release();
    try (AddedPackages folder = new AddedPackages(parts, id)) {
      RepositorySource source = folder.gather(before, draft.packages(), draft.gone());
      KnownPackages known = before.<KnownPackages>map(state -> state).orElse(KnownPackages.NONE);
      ReleaseMaking.Taken taken =
          making.take(
              id,
              source,
              known,
              document -> {
                publication.add(document);
                fresh.put(document.id(), document);
                before.ifPresent(state -> state.note(document));
              },
              guarding,
              progress);
      return updating.composition(id, before, taken, draft.own(), publication);
    }
  }

  /** The tree stays as it is, whoever has made its indexes. */
  private Composition withoutPackages(
      MovingState before, Draft draft, MetadataIndex.Publication publication) {
    Composition state = before.composition();
    OwnUnits own = before.own();
    List<Composition.Entry> tree =
        state.entries().stream()
            .filter(entry -> !own.utilities().containsKey(entry.path()))
            .toList();
    for (Composition.Entry entry : tree) {
      if (!publication.addKnown(entry.unit(), entry.document())) {
        throw EdosException.external(
            "the index has lost the document of %s; update the release from its whole tree"
                .formatted(entry.unit()));
      }
    }
    Composition next =
        making.composition(
            state.id(), state.format(), state.origin(), tree, own.without(state.collections()));
    return updating.composition(Optional.of(before), next, draft.own(), publication);
  }

  /** Members that were named are there, and collections keep the rules of creation. */
  private void requireWhole(Draft draft, Composition next, Map<UnitId, Document> fresh) {
    OwnUnits own = draft.own();
    Set<UnitId> there = new HashSet<>();
    next.entries().forEach(entry -> there.add(entry.unit()));
    requirePlaces(own, next);
    Map<UnitId, CollectionMetadata> collections = new HashMap<>();
    next.collections().forEach(collection -> collections.put(collection.id(), collection));
    for (UnitId member : draft.named()) {
      if (!there.contains(member) && !collections.containsKey(member)) {
        throw EdosException.notFound(
            "%s has no %s to be a member of a collection; publish that first, or in the same transaction"
                .formatted(next.id(), member));
      }
    }
    for (CollectionId id : draft.changed()) {
      CollectionMetadata collection = collections.get(id);
      if (collection != null) {
        IntegrityRules.requireCreation(
            Signature.of(collection), unit -> signature(unit, collections, fresh, own.utilities()));
      }
    }
  }

  /** No file of the tree, and no package, lies where a utility was published alone. */
  private static void requirePlaces(OwnUnits own, Composition next) {
    for (Composition.Entry entry : next.entries()) {
      Composition.Entry alone = own.utilities().get(entry.path());
      if (alone != null && !alone.unit().equals(entry.unit())) {
        throw EdosException.refused(
            "%s would have both %s and %s at %s; choose another place for one of them, or unpublish the other in the same transaction"
                .formatted(next.id(), entry.unit(), alone.unit(), entry.path()));
      }
    }
  }

  private Optional<Signature> signature(
      UnitId unit,
      Map<UnitId, CollectionMetadata> collections,
      Map<UnitId, Document> fresh,
      Map<RepositoryPath, Composition.Entry> utilities) {
    return Optional.<UnitMetadata>ofNullable(collections.get(unit))
        .or(() ->
            Optional.ofNullable(fresh.get(unit))
                .or(() -> parts.index().document(unit))
                .map(document -> MetadataXml.read(document.xml())))
        .or(() ->
            utilities.values().stream()
                .filter(entry -> entry.unit().equals(unit))
                .findFirst()
                .map(Updating::utility))
        .map(Signature::of);
  }
}
