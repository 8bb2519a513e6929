package org.edos.role.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Pushed;
import org.edos.core.swarm.Replica;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.swarm.ReplicaOffer;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.role.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single units that a mirror takes up, drops, announces and pushes. */
class ReplicatedUnitsTest {
  private static final URI SELF = URI.create("http://127.0.0.1:2001");
  private static final URI OTHER = URI.create("http://127.0.0.1:2002");
  private static final PeerId PEER = PeerId.ofKey("ab".repeat(32));

  @TempDir Path folder;
  private final Network network = new Network();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final List<URI> told = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private Machine publisher;
  private ContentStore store;
  private Composition composition;

  @BeforeEach
  void aReleaseOfWhichTheMirrorHoldsNothing() {
    publisher = new Machine(folder.resolve("publisher"), new MemorySwarm());
    network.stores.put(publisher.address, publisher.store);
    composition =
        CompositionXml.read(
            publisher
                .index
                .composition(
                    publisher.publish(Machine.debs(folder.resolve("in"), 3), "demo@1").id())
                .orElseThrow()
                .xml());
    store = FileContentStore.open(folder.resolve("mirror"), Long.MAX_VALUE);
  }

  @AfterEach
  void close() {
    store.close();
    publisher.close();
  }

  private final ReplicaOffers offers =
      new ReplicaOffers() {
        @Override
        public PeerId tell(URI peer, ReplicaNotice notice) {
          told.add(peer);
          assertThat(read(notice).units()).isNotEmpty();
          return PEER;
        }

        @Override
        public ReplicaOffer read(ReplicaNotice notice) {
          return pushing.offer(notice.offer());
        }
      };
  private ReplicaPushing pushing = new ReplicaPushing(offers, SELF, java.time.Clock.systemUTC());

  private ReplicatedUnits replicas(boolean whole) {
    pushing = new ReplicaPushing(offers, SELF, publisher.clock);
    return new ReplicatedUnits(
        new ReplicatedUnits.Parts(
            publisher.index,
            store,
            publisher.locations,
            documents,
            network,
            this::fetch,
            pushing,
            SELF,
            whole));
  }

  /** From the publisher, unless that is away. */
  private Map<Sha256, String> fetch(Map<Sha256, Long> contents) {
    Map<Sha256, String> failed = new HashMap<>();
    contents.forEach((content, size) -> {
      try (var bytes = network.open(publisher.address, content, size)) {
        store.add(content, size, bytes);
      } catch (EdosException | java.io.IOException e) {
        failed.put(content, String.valueOf(e.getMessage()));
      }
    });
    meanwhile.run();
    return failed;
  }

  private List<PackageMetadata> packages() {
    try (var answers =
        publisher.index.ask(Question.of(TreePattern.of(Query.parse("kind:package")), 10))) {
      List<PackageMetadata> found = new ArrayList<>();
      answers.forEachRemaining(
          answer -> found.add((PackageMetadata) MetadataXml.read(answer.document().xml())));
      return found;
    }
  }

  private boolean isAnnounced(Sha256 content) {
    return publisher
        .locations
        .locate(List.of(content))
        .getOrDefault(content, java.util.Set.of())
        .contains(SELF);
  }

  @Test
  void aPackageThatIsTakenUpIsHereAndAnnouncedAndNothingElseIs() {
    PackageMetadata wanted = packages().getFirst();
    Replica replica = replicas(false).publishPackage(wanted.id(), Optional.empty());
    assertThat(replica).isEqualTo(new Replica(wanted.id(), 1, wanted.size()));
    assertThat(store.list()).containsExactly(wanted.sha256());
    assertThat(isAnnounced(wanted.sha256())).isTrue();
  }

  @Test
  void aUtilityAndACollectionWithAllBelowItAreTakenUpToo() {
    ReplicatedUnits replicas = replicas(false);
    UtilityId utility =
        composition.entries().stream()
            .map(Composition.Entry::unit)
            .filter(UtilityId.class::isInstance)
            .map(UtilityId.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(replicas.publishUtility(utility, Optional.of(publisher.address)).contents())
        .isEqualTo(1);
    CollectionId root = composition.collections().getFirst().id();
    replicas.publishCollection(root, Optional.empty());
    assertThat(packages()).allMatch(one -> store.contains(one.sha256()));
    assertThat(replicas.taken()).extracting(Replica::unit).containsExactly(utility, root);
  }

  @Test
  void aPackageThatIsDroppedIsGoneFromTheLocationsAndTheStore() {
    ReplicatedUnits replicas = replicas(true);
    PackageMetadata one = packages().getFirst();
    PackageMetadata other = packages().getLast();
    replicas.publishPackage(one.id(), Optional.empty());
    replicas.publishPackage(other.id(), Optional.empty());
    assertThat(replicas.unpublishPackage(one.id())).isEqualTo(new Replica(one.id(), 1, one.size()));
    assertThat(store.contains(one.sha256())).isFalse();
    assertThat(isAnnounced(one.sha256())).isFalse();
    assertThat(store.contains(other.sha256())).isTrue();
    assertThat(replicas(true).isDropped(one.id())).as("after a restart").isTrue();
    replicas.publishPackage(one.id(), Optional.empty());
    assertThat(replicas.isDropped(one.id())).isFalse();
  }

  @Test
  void droppingACollectionLeavesNothingOfIt() {
    ReplicatedUnits replicas = replicas(false);
    CollectionId root = composition.collections().getFirst().id();
    replicas.publishCollection(root, Optional.empty());
    assertThat(replicas.unpublishCollection(root).contents()).isPositive();
    assertThat(store.list()).isEmpty();
    assertThat(replicas.taken()).isEmpty();
  }

  @Test
  void aPackageThatIsDroppedGoesThoughItsCollectionIsHeldAndStaysAwayAfterARestart() {
    ReplicatedUnits replicas = replicas(false);
    PackageMetadata gone = packages().getFirst();
    replicas.publishCollection(composition.collections().getFirst().id(), Optional.empty());
    assertThat(replicas.unpublishPackage(gone.id()).contents()).isEqualTo(1);
    assertThat(store.contains(gone.sha256())).isFalse();
    store.remove(packages().getLast().sha256());
    replicas(false).resume((unit, failed) -> {});
    assertThat(store.contains(gone.sha256())).isFalse();
    assertThat(store.contains(packages().getLast().sha256())).isTrue();
  }

  @Test
  void whatNoReleaseHasIsNotFound() {
    UtilityId utility = new UtilityId("none", "1");
    assertThatThrownBy(() -> replicas(true).unpublishUtility(utility))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("no unit");
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsFetched() {
    store.close();
    store = FileContentStore.open(folder.resolve("small"), 10);
    PackageId wanted = packages().getFirst().id();
    assertThatThrownBy(() -> replicas(false).publishPackage(wanted, Optional.empty()))
        .hasMessageContaining("raise store-quota")
        .extracting(e -> ((EdosException) e).category())
        .isEqualTo(EdosException.Category.EXHAUSTED);
    assertThat(network.opened).hasValue(0);
    assertThat(replicas(false).taken()).isEmpty();
  }

  @Test
  void whatNobodyGivesIsNotTakenUp() {
    network.away.add(publisher.address);
    PackageId wanted = packages().getFirst().id();
    assertThatThrownBy(() -> replicas(false).publishPackage(wanted, Optional.empty()))
        .hasMessageContaining("could not be had");
    assertThat(replicas(false).taken()).isEmpty();
  }

  @Test
  void wrongBytesOfThePeerThatWasNamedAreRefused() {
    network.corrupt.add(publisher.address);
    PackageId wanted = packages().getFirst().id();
    assertThatThrownBy(() -> replicas(false).publishPackage(wanted, Optional.of(publisher.address)))
        .hasMessageContaining("the bytes are not those of");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void whatAnEarlierProcessTookUpAndLostIsFetchedAgain() {
    PackageMetadata wanted = packages().getFirst();
    replicas(false).publishPackage(wanted.id(), Optional.empty());
    store.remove(wanted.sha256());
    List<EdosException> failed = new ArrayList<>();
    replicas(false).resume((unit, e) -> failed.add(e));
    assertThat(failed).isEmpty();
    assertThat(store.contains(wanted.sha256())).isTrue();
  }

  @Test
  void aLocationOfAnotherPeerIsPublishedAndWithdrawn() {
    PackageMetadata unit = packages().getFirst();
    ReplicatedUnits replicas = replicas(false);
    replicas.publishPackageLocation(unit.id(), OTHER);
    assertThat(publisher.locations.locate(List.of(unit.sha256())).get(unit.sha256()))
        .contains(OTHER);
    replicas.unpublishPackageLocation(unit.id(), OTHER);
    assertThat(publisher.locations.locate(List.of(unit.sha256())).get(unit.sha256()))
        .doesNotContain(OTHER);
  }

  @Test
  void whatIsHereIsPushedAndWhatIsNotIsRefused() {
    ReplicatedUnits replicas = replicas(false);
    List<UnitId> units = List.of(packages().getFirst().id());
    assertThatThrownBy(() -> replicas.push(units, List.of(OTHER)))
        .hasMessageContaining("does not hold");
    replicas.publishPackage(packages().getFirst().id(), Optional.empty());
    assertThat(replicas.push(units, List.of(OTHER)))
        .containsExactly(new Pushed.Answer(OTHER, Optional.of(PEER), ""));
    assertThat(told).containsExactly(OTHER);
    assertThatThrownBy(() -> pushing.offer("0".repeat(32))).hasMessageContaining("no such offer");
  }

  @Test
  void whatHasLeftAllReleasesStaysAndCanBeDropped() {
    ReplicatedUnits replicas = replicas(false);
    PackageMetadata one = packages().getFirst();
    replicas.publishPackage(one.id(), Optional.empty());
    publisher.publishing().unpublish(composition.id());
    replicas.resume((unit, e) -> assertThat(e).isNull());
    assertThat(replicas.taken()).containsExactly(new Replica(one.id(), 1, one.size()));
    assertThat(replicas(false).unpublishPackage(one.id()).contents()).isEqualTo(1);
    assertThat(store.list()).isEmpty();
  }

  @Test
  void aDropThatTheProcessDiedInIsFinishedByTheNext() {
    PackageMetadata one = packages().getFirst();
    replicas(false).publishPackage(one.id(), Optional.empty());
    new ReplicaNotes(documents)
        .add(one.id(), ReplicaNote.State.DROPPING, Extent.of(publisher.index, one.id()));
    replicas(false).resume((unit, e) -> assertThat(e).isNull());
    assertThat(store.list()).isEmpty();
    assertThat(isAnnounced(one.sha256())).isFalse();
    assertThat(new ReplicaNotes(documents).all(ReplicaNote.State.DROPPED)).hasSize(1);
  }

  @Test
  void aUnitThatCouldNotBeTakenUpIsDroppedAsBefore() {
    PackageId unit = packages().getFirst().id();
    replicas(true).unpublishPackage(unit);
    network.away.add(publisher.address);
    assertThatThrownBy(() -> replicas(true).publishPackage(unit, Optional.empty()))
        .hasMessageContaining("could not be had");
    assertThat(replicas(true).isDropped(unit)).isTrue();
  }

  @Test
  void whatIsRemovedOrDroppedWhileACollectionIsFetchedIsFetchedAgainOrStaysAway() {
    PackageMetadata removed = packages().getFirst();
    PackageMetadata dropped = packages().getLast();
    ReplicatedUnits replicas = replicas(false);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          store.remove(removed.sha256());
          replicas.unpublishPackage(dropped.id());
        };
    replicas.publishCollection(composition.collections().getFirst().id(), Optional.empty());
    assertThat(store.contains(removed.sha256())).isTrue();
    assertThat(store.contains(dropped.sha256())).isFalse();
    assertThat(isAnnounced(dropped.sha256())).isFalse();
  }

  @Test
  void whatAMovingCollectionGetsIsFetchedAsWell() {
    CollectionId root = moving(4);
    replicas(false).publishCollection(root, Optional.empty());
    assertThat(moving(6)).isEqualTo(root);
    replicas(false).resume((unit, e) -> assertThat(e).isNull());
    assertThat(Extent.of(publisher.index, root).contents().keySet()).allMatch(store::contains);
    assertThat(replicas(false).taken().getFirst().contents()).isGreaterThanOrEqualTo(6);
  }

  /** A state of a moving release with so many packages. */
  private CollectionId moving(int packages) {
    Path tree = Machine.debs(folder.resolve("moving" + packages), packages);
    var release = publisher.publish(tree, "rolling@current").id();
    publisher.clock.move(java.time.Duration.ofSeconds(1));
    return CompositionXml.read(publisher.index.composition(release).orElseThrow().xml())
        .collections()
        .getFirst()
        .id();
  }
}
