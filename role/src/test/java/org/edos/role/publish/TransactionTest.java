package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Operation;
import org.edos.core.release.Operation.Supply;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionTest {
  private static final ReleaseId CURRENT = ReleaseId.current("demo");
  private static final UnitId EDITOR = UnitId.parse("pkg:deb/debian/editor@1.0?arch=all");
  private static final UnitId VIEWER = UnitId.parse("pkg:deb/debian/viewer@1.0?arch=all");

  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;

  @BeforeEach
  void open() {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    transact(publish("editor", "1.0"), publish("viewer", "1.0"));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void twentyPackagesAreOneStateAndOneBatchOfEvents() {
    long before = number();
    List<Operation> operations = new ArrayList<>();
    List<UnitId> units = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      operations.add(publish("tool" + i, "1.0"));
      units.add(UnitId.parse("pkg:deb/debian/tool" + i + "@1.0?arch=all"));
    }
    operations.add(new Operation.Feed("news", units, Optional.of(Instant.EPOCH)));
    ReleaseUpdate update = transact(operations.toArray(Operation[]::new));
    assertThat(update.changes()).hasSize(20);
    assertThat(number()).isGreaterThan(before).isEqualTo(update.release().number());
    assertThat(announcements()).hasSize(2);
    assertThat(announcements().getLast().details()).containsEntry("added", "20");
    List<ChannelEvent> told = machine.channels.events("news", 0, 100);
    assertThat(told).hasSize(20);
    assertThat(told.getFirst().details())
        .containsEntry("release", "demo@current")
        .containsEntry("number", Long.toString(number()))
        .containsEntry("date", "1970-01-01T00:00:00Z")
        .containsKeys("sha256", "size");
    assertThat(machine.documents.keys("transaction/")).isEmpty();
  }

  @Test
  void aTransactionMadeAgainstAnotherStateIsAConflictThatSaysWhatIsThereAndLosesNothing() {
    long seen = number();
    transact(publish("reader", "1.0"));
    Composition between = composition();
    Transaction late = Transaction.of("demo", publish("writer", "1.0")).expecting(seen);
    refused(Category.CONFLICT, Long.toString(between.number()), () -> transact(late));
    assertThat(composition()).isEqualTo(between);
    transact(late.expecting(between.number()));
    assertThat(packages()).contains("reader 1.0", "writer 1.0");
  }

  @Test
  void aNewReleaseIsExpectedAtNothing() {
    Transaction first =
        new Transaction("other", OptionalLong.of(0), List.of(publish("editor", "1.0")));
    assertThat(transact(first).release().id()).isEqualTo(ReleaseId.current("other"));
    refused(Category.CONFLICT, "other@current is at number", () -> transact(first));
    refused(
        Category.NOT_FOUND,
        "needs a package",
        () ->
            transact(
                Transaction.of(
                    "third", new Operation.Feed("news", List.of(EDITOR), Optional.empty()))));
  }

  @Test
  void aTransactionOfWhichOneOperationFailsDoesNothing() {
    Composition before = composition();
    refused(
        Category.NOT_FOUND,
        "reader",
        () ->
            transact(
                publish("writer", "1.0"),
                collection("desk", EDITOR),
                new Operation.Feed("news", List.of(EDITOR), Optional.empty()),
                new Operation.Unpublish(UnitId.parse("pkg:deb/debian/reader@1.0?arch=all"))));
    assertThat(composition()).isEqualTo(before);
    assertThat(machine.channels.channels()).hasSize(1);
  }

  @Test
  void packagesComeInThePlaceOfOlderOnesAndGo() {
    transact(publish("editor", "1.1"), new Operation.Unpublish(VIEWER));
    assertThat(packages()).containsExactly("editor 1.1");
    refused(Category.USAGE, "older", () -> transact(publish("editor", "1.0")));
  }

  @Test
  void aPackageComesFromBytesOrFromTheStoreAtAPlace() throws IOException {
    Path reader = deb("reader", "1.0");
    Path writer = deb("writer", "1.0");
    Sha256 stored = Sha256.of(Files.readAllBytes(writer));
    machine.store.link(stored, writer);
    transact(
        new Operation.PublishPackage(
            new Supply.Bytes(Files.readAllBytes(reader)),
            Optional.of(new RepositoryPath("pool/reader.deb")),
            Optional.empty(),
            false),
        new Operation.PublishPackage(
            new Supply.Stored(stored),
            Optional.of(new RepositoryPath("pool/writer.deb")),
            Optional.empty(),
            false));
    assertThat(composition().entries())
        .extracting(entry -> entry.path().value())
        .contains("pool/reader.deb", "pool/writer.deb");
  }

  @Test
  void aPackageThatIsAnotherThanItWasToBeIsRefused() {
    refused(
        Category.REFUSED,
        "and not",
        () ->
            transact(
                new Operation.PublishPackage(
                    new Supply.File(deb("reader", "1.0")),
                    Optional.empty(),
                    Optional.of((PackageId) EDITOR),
                    false)));
  }

  @Test
  void aUtilityStandsAtItsPlaceBesideWhatTheTreeHas() {
    transact(utility("boot/disk.img", "one"));
    Composition.Entry entry = entry("boot/disk.img");
    assertThat(entry.sha256()).isEqualTo(Sha256.of("one".getBytes(StandardCharsets.UTF_8)));
    assertThat(machine.index.document(entry.unit()).orElseThrow().sha256())
        .isEqualTo(entry.document());
    transact(utility("boot/disk.img", "two"));
    assertThat(entry("boot/disk.img").size()).isEqualTo(3);
    refused(Category.REFUSED, "its tree", () -> transact(utility("dists/edos/Release", "mine")));
    transact(new Operation.Unpublish(entry.unit()));
    assertThat(composition().collections())
        .extracting(one -> one.id().name())
        .doesNotContain("demo/own");
    refused(
        Category.NOT_FOUND,
        "published alone",
        () -> transact(new Operation.Unpublish(entry("dists/edos/Release").unit())));
  }

  @Test
  void aCollectionIsChangedByItsMembers() {
    transact(collection("desk", EDITOR));
    transact(new Operation.Insert(id("desk"), List.of(VIEWER, EDITOR)));
    assertThat(members("desk")).containsExactly(EDITOR, VIEWER);
    transact(new Operation.Delete(id("desk"), List.of(EDITOR)));
    assertThat(members("desk")).containsExactly(VIEWER);
    transact(new Operation.Unpublish(id("desk")));
    assertThat(composition().collections()).noneMatch(one -> one.id().equals(id("desk")));
  }

  @Test
  void theDocumentOfACollectionSaysWhatIsInIt() {
    transact(collection("desk", EDITOR));
    assertThat(
            new String(
                machine.index.document(id("desk")).orElseThrow().xml(), StandardCharsets.UTF_8))
        .contains("editor");
  }

  @Test
  void collectionsNestButNotInACircle() {
    transact(collection("all", id("desk"), VIEWER), collection("desk", EDITOR));
    assertThat(members("all")).containsExactly(id("desk"), VIEWER);
    refused(
        Category.REFUSED,
        "hold itself",
        () -> transact(new Operation.Insert(id("desk"), List.of(id("all")))));
    refused(
        Category.REFUSED,
        "hold itself",
        () -> transact(new Operation.Insert(id("desk"), List.of(CURRENT.collection()))));
  }

  @Test
  void aMemberMustBeInTheRelease() {
    UnitId missing = UnitId.parse("pkg:deb/debian/missing@1.0?arch=all");
    refused(Category.NOT_FOUND, "missing", () -> transact(collection("desk", missing)));
    refused(
        Category.NOT_FOUND,
        "desk",
        () -> transact(new Operation.Insert(id("desk"), List.of(EDITOR))));
    refused(
        Category.USAGE,
        "no collection of the publisher's own",
        () -> transact(new Operation.PublishCollection(CURRENT.collection(), List.of())));
  }

  @Test
  void collectionsAndUtilitiesSurviveUpdatesAndFollowTheVersionsOfTheirPackages()
      throws IOException {
    transact(collection("desk", EDITOR, VIEWER), utility("boot/disk.img", "one"));
    Path tree = folder.resolve("tree");
    MadeDebs.write(tree, "editor", "1.1");
    update(tree);
    assertThat(packages()).containsExactly("editor 1.1");
    assertThat(members("desk")).containsExactly(UnitId.parse("pkg:deb/debian/editor@1.1?arch=all"));
    assertThat(entry("boot/disk.img").size()).isEqualTo(3);
    assertThat(update(tree).published()).as("what is the publisher's own is no change").isFalse();
  }

  @Test
  void aTreeThatAnotherHasSignedTakesCollectionsAndUtilitiesButNoPackages() throws IOException {
    Path apt = folder.resolve("apt");
    PublishingTest.aptTree(apt, 3);
    update(apt);
    Composition before = composition();
    UnitId first =
        before.entries().stream()
            .map(Composition.Entry::unit)
            .filter(PackageId.class::isInstance)
            .findFirst()
            .orElseThrow();
    transact(collection("desk", first), utility("boot/disk.img", "one"));
    assertThat(composition().entries()).containsAll(before.entries());
    assertThat(members("desk")).containsExactly(first);
    refused(Category.REFUSED, "whole tree", () -> transact(publish("editor", "1.0")));
    assertThat(update(apt).published()).isFalse();
  }

  @Test
  void aFrozenReleaseHasTheCollectionsOfTheMoment() {
    transact(collection("desk", EDITOR), utility("boot/disk.img", "one"));
    publishing.freeze("demo", Optional.of("1"), event -> {});
    Composition frozen = composition(new ReleaseId("demo", "1"));
    OwnUnits own = OwnUnits.of(frozen);
    assertThat(own.collections())
        .containsEntry(new CollectionId("demo/own/desk", "1"), List.of(EDITOR));
    assertThat(own.utilities().values())
        .extracting(Composition.Entry::unit)
        .containsExactly(new UtilityId("demo/boot/disk.img", "1"));
  }

  @Test
  void unitsLeaveAChannelInTheSameMoment() {
    transact(new Operation.Feed("news", List.of(EDITOR, VIEWER), Optional.empty()));
    transact(
        new Operation.Unpublish(EDITOR),
        new Operation.Unfeed("news", List.of(EDITOR), Optional.empty()));
    assertThat(machine.channels.events("news", 0, 100))
        .extracting(event -> event.kind() + " " + event.subject())
        .containsExactly("UNIT_ADDED " + EDITOR, "UNIT_ADDED " + VIEWER, "UNIT_REMOVED " + EDITOR);
    refused(
        Category.USAGE,
        "releases alone",
        () -> transact(new Operation.Feed("releases", List.of(VIEWER), Optional.empty())));
  }

  private Operation publish(String name, String version) {
    return new Operation.PublishPackage(
        new Supply.File(deb(name, version)), Optional.empty(), Optional.empty(), false);
  }

  private Path deb(String name, String version) {
    try {
      return MadeDebs.write(folder.resolve("new"), name, version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation utility(String place, String text) {
    return new Operation.PublishUtility(
        new RepositoryPath(place), new Supply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Operation collection(String name, UnitId... members) {
    return new Operation.PublishCollection(id(name), List.of(members));
  }

  private static CollectionId id(String name) {
    return OwnUnits.collection(CURRENT, name);
  }

  private ReleaseUpdate transact(Operation... operations) {
    return transact(Transaction.of("demo", operations));
  }

  private ReleaseUpdate transact(Transaction transaction) {
    return publishing.transact(transaction, MissingChannels.MAKE, event -> {});
  }

  private ReleaseUpdate update(Path tree) {
    return publishing.update(
        new UpdateRequest(
            "demo",
            new UpdateRequest.Tree(new RepositorySource.Folder(tree, Optional.empty())),
            false),
        none -> Optional.empty(),
        event -> {});
  }

  private long number() {
    return composition().number();
  }

  private Composition composition() {
    return composition(CURRENT);
  }

  private Composition composition(ReleaseId release) {
    return CompositionXml.read(machine.index.composition(release).orElseThrow().xml());
  }

  private Composition.Entry entry(String path) {
    return composition().entries().stream()
        .filter(entry -> entry.path().value().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private List<UnitId> members(String collection) {
    return composition().collections().stream()
        .filter(one -> one.id().equals(id(collection)))
        .map(CollectionMetadata::members)
        .findFirst()
        .orElseThrow();
  }

  private List<String> packages() {
    return names(composition()).toList();
  }

  private static Stream<String> names(Composition composition) {
    return composition.entries().stream()
        .map(Composition.Entry::unit)
        .filter(PackageId.class::isInstance)
        .map(unit -> unit.name() + " " + unit.version());
  }

  private List<ChannelEvent> announcements() {
    return machine.channels.events(Channel.RELEASES, 0, 100);
  }

  private static void refused(Category category, String named, Runnable work) {
    assertThatThrownBy(work::run)
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
