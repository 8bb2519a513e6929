package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.UtilityId;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdatingTest {
  private static final ReleaseId CURRENT = ReleaseId.current("demo");

  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;
  private Path tree;

  @BeforeEach
  void open() {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    tree = Machine.debs(folder.resolve("in"), 3);
    deb("editor", "1.0", "libc6");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void theFirstUpdateMakesTheMovingRelease() {
    ReleaseUpdate update = update(tree);
    assertThat(update.published()).isTrue();
    assertThat(update.changes()).isEmpty();
    assertThat(update.release().id()).isEqualTo(CURRENT);
    assertThat(machine.index.releases()).containsExactly(update.release());
    assertThat(announcements().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_PUBLISHED);
  }

  @Test
  void publishingTheCurrentVersionAgainReplacesIt() {
    PublishedRelease first = machine.publish(tree, "demo@current");
    deb("viewer", "1.0", "libc6");
    PublishedRelease second = machine.publish(tree, "demo@current");
    assertThat(second.number()).isGreaterThan(first.number());
    assertThat(second.packages()).isEqualTo(first.packages() + 1);
    assertThat(machine.index.releases()).containsExactly(second);
  }

  @Test
  void anUpdateIsAnnouncedWithWhatItDid() {
    update(tree);
    remove("editor", "1.0");
    deb("editor", "1.1", "libc6");
    deb("viewer", "1.0", "libc6");
    ReleaseUpdate update = update(tree);
    ChannelEvent event = announcements().getLast();
    assertThat(event.kind()).isEqualTo(ChannelEvent.Kind.RELEASE_UPDATED);
    assertThat(event.subject()).isEqualTo("demo@current");
    assertThat(event.details())
        .containsEntry("composition", update.release().composition().hex())
        .containsEntry("number", Long.toString(update.release().number()))
        .containsEntry("added", "1")
        .containsEntry("removed", "0")
        .containsEntry("patched", "1")
        .containsEntry("versioned", "0");
  }

  @Test
  void aNewVersionIsAPatchWhereItsAttributesAreAsTheyWereAndElseAVersion() {
    deb("viewer", "1.0", "editor (= 1.0)");
    update(tree);
    remove("editor", "1.0");
    remove("viewer", "1.0");
    deb("editor", "1.1", "libc6");
    deb("viewer", "1.1", "editor (= 1.1), libssl3");
    assertThat(told(update(tree)))
        .containsExactly("PATCH editor 1.0 -> 1.1", "VERSION viewer 1.0 -> 1.1");
  }

  @Test
  void theHistoryOfAllUpdatesIsPartOfWhatIsSigned() {
    update(tree);
    remove("editor", "1.0");
    deb("editor", "1.1", "libc6");
    update(tree);
    remove("editor", "1.1");
    update(tree);
    List<UnitChange> history = composition(CURRENT).history();
    assertThat(history)
        .extracting(UnitChange::kind)
        .containsExactly(UnitChange.Kind.PATCH, UnitChange.Kind.REMOVED);
    Composition.Entry gone = history.getFirst().before().orElseThrow();
    assertThat(machine.store.find(gone.sha256())).as("what went is still in the store").isPresent();
  }

  @Test
  void aTreeThatIsAsItWasPublishesNothingUnlessItIsToBeRenewed() {
    ReleaseUpdate first = update(tree);
    machine.clock.move(Duration.ofHours(1));
    ReleaseUpdate second = update(tree);
    assertThat(second.published()).isFalse();
    assertThat(second.release()).isEqualTo(first.release());
    assertThat(announcements()).hasSize(1);
    ReleaseUpdate renewed =
        publishing.update(
            new UpdateRequest("demo", new UpdateRequest.Tree(source(tree)), true),
            none -> Optional.empty(),
            machine.events::add);
    assertThat(renewed.published()).isTrue();
    assertThat(renewed.release().expires()).isAfter(first.release().expires());
  }

  @Test
  void packagesTakeThePlaceOfTheirOlderVersions() {
    update(tree);
    Path viewer = deb(folder.resolve("new"), "viewer", "1.0", "libc6");
    Path editor = deb(folder.resolve("new"), "editor", "1.1", "libc6");
    assertThat(told(add(false, editor, viewer)))
        .containsExactly("PATCH editor 1.0 -> 1.1", "ADDED viewer -> 1.0");
    assertThat(packages(CURRENT)).contains("editor 1.1", "viewer 1.0").doesNotContain("editor 1.0");
    assertThat(machine.work.resolve("update")).doesNotExist();
  }

  @Test
  void olderVersionsStayWhereThatIsWished() {
    update(tree);
    Path editor = deb(folder.resolve("new"), "editor", "1.1", "libc6");
    assertThat(told(add(true, editor))).containsExactly("ADDED editor -> 1.1");
    assertThat(packages(CURRENT)).contains("editor 1.0", "editor 1.1");
  }

  @Test
  void anOlderPackageThanTheOneThereIsRefused() {
    update(tree);
    Path editor = deb(folder.resolve("new"), "editor", "0.9", "libc6");
    refused(Category.USAGE, "older", () -> add(false, editor));
    assertThat(packages(CURRENT)).contains("editor 1.0");
  }

  @Test
  void packagesAreNotAddedToWhatAnotherHasSigned() throws IOException {
    Path apt = folder.resolve("apt");
    PublishingTest.aptTree(apt, 3);
    update(apt);
    Path editor = deb(folder.resolve("new"), "editor", "1.1", "libc6");
    refused(Category.REFUSED, "whole tree", () -> add(false, editor));
  }

  @Test
  void whatIsNoPackageIsExplained() throws IOException {
    update(tree);
    Path text = Files.writeString(folder.resolve("notes.txt"), "no package");
    refused(Category.USAGE, "neither a folder nor", () -> add(false, text));
  }

  @Test
  void anRpmReleaseIsUpdatedToo() {
    Path rpms = Machine.folderOf(folder.resolve("rpms"), TestData.rpms().subList(0, 2));
    update(rpms);
    assertThat(told(add(false, TestData.rpms().get(2))))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("ADDED");
    assertThat(packages(CURRENT)).hasSize(3);
  }

  @Test
  void whoReadTheIndexesBeforeAnUpdateStillFindsThem() {
    update(tree);
    List<RepositoryPath> before = namedByHash();
    deb("viewer", "1.0", "libc6");
    update(tree);
    List<RepositoryPath> between = namedByHash();
    assertThat(between).containsAll(before).hasSizeGreaterThan(before.size());
    deb("reader", "1.0", "libc6");
    update(tree);
    assertThat(namedByHash()).doesNotContainAnyElementsOf(before).hasSameSizeAs(between);
  }

  @Test
  void unchangedPackagesAreNotReadAgain() throws IOException {
    Path apt = folder.resolve("apt");
    PublishingTest.aptTree(apt, 3);
    update(apt);
    Composition.Entry one =
        composition(CURRENT).entries().stream()
            .filter(entry -> entry.unit() instanceof PackageId)
            .findFirst()
            .orElseThrow();
    Path file = apt.resolve(one.path().value());
    byte[] other = Files.readAllBytes(file);
    other[other.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, other);
    assertThat(update(apt).published()).isFalse();
    assertThat(machine.store.find(one.sha256()))
        .as("what is served is what was verified")
        .isPresent();
  }

  @Test
  void statesAreAWholeSecondApartSinceHttpTellsThemApartByThat() {
    ReleaseUpdate first = update(tree);
    deb("viewer", "1.0", "libc6");
    ReleaseUpdate second = update(tree);
    assertThat(second.release().created().getEpochSecond())
        .isGreaterThan(first.release().created().getEpochSecond());
  }

  @Test
  void theCurrentStateBecomesAReleaseAndTheMovingOneGoesOn() {
    update(tree);
    PublishedRelease frozen = publishing.freeze("demo", Optional.of("1.0"), machine.events::add);
    assertThat(frozen.id()).hasToString("demo@1.0");
    assertThat(announcements().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_PUBLISHED);
    remove("editor", "1.0");
    deb("editor", "1.1", "libc6");
    update(tree);
    assertThat(packages(frozen.id())).contains("editor 1.0").doesNotContain("editor 1.1");
    assertThat(packages(CURRENT)).contains("editor 1.1");
    Composition composition = composition(frozen.id());
    assertThat(composition.collections().getFirst().id()).isEqualTo(frozen.id().collection());
    for (Composition.Entry entry : composition.entries()) {
      assertThat(machine.index.document(entry.unit()).orElseThrow().sha256())
          .as(entry.unit().toString())
          .isEqualTo(entry.document());
      assertThat(entry.unit() instanceof UtilityId id && id.version().equals("current")).isFalse();
    }
  }

  @Test
  void aFrozenReleaseHasAVersionOfItsOwn() {
    refused(
        Category.NOT_FOUND,
        "edos update",
        () -> publishing.freeze("demo", Optional.empty(), e -> {}));
    update(tree);
    refused(
        Category.USAGE,
        "another",
        () -> publishing.freeze("demo", Optional.of("current"), e -> {}));
    publishing.freeze("demo", Optional.of("1"), event -> {});
    refused(Category.USAGE, "demo@1", () -> publishing.freeze("demo", Optional.of("1"), e -> {}));
    assertThat(publishing.freeze("demo", Optional.empty(), e -> {}).id()).hasToString("demo@2");
  }

  @Test
  void anUpdateThatBecameVisibleJustBeforeThePublisherDiedIsAnnouncedAtTheNextStart() {
    update(tree);
    deb("viewer", "1.0", "libc6");
    ReleaseUpdate lost;
    try (Machine other = new Machine(folder.resolve("other"), new MemorySwarm())) {
      other.publishing().update(request(folder.resolve("in")), none -> Optional.empty(), e -> {});
      deb("reader", "1.0", "libc6");
      lost =
          other
              .publishing()
              .update(request(folder.resolve("in")), none -> Optional.empty(), e -> {});
      try (var publication = machine.index.replace(CURRENT)) {
        publication.commit(lost.release(), other.index.composition(CURRENT).orElseThrow());
      }
    }
    machine.publishing();
    machine.publishing();
    assertThat(announcements()).hasSize(2);
    assertThat(announcements().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_UPDATED);
    assertThat(announcements().getLast().details()).containsEntry("added", "1");
  }

  private ReleaseUpdate update(Path source) {
    return publishing.update(request(source), none -> Optional.empty(), machine.events::add);
  }

  private static UpdateRequest request(Path source) {
    return new UpdateRequest("demo", new UpdateRequest.Tree(source(source)), false);
  }

  private ReleaseUpdate add(boolean keepOld, Path... files) {
    return publishing.update(
        new UpdateRequest("demo", new UpdateRequest.Packages(List.of(files), keepOld), false),
        none -> Optional.empty(),
        machine.events::add);
  }

  private static RepositorySource source(Path tree) {
    return new RepositorySource.Folder(tree, Optional.empty());
  }

  private static List<String> told(ReleaseUpdate update) {
    return update.changes().stream()
        .map(change ->
            change.kind()
                + " "
                + change
                    .after()
                    .or(() -> change.before().map(Composition.Entry::unit))
                    .orElseThrow()
                    .name()
                + change.before().map(entry -> " " + entry.unit().version()).orElse("")
                + change.after().map(unit -> " -> " + unit.version()).orElse(""))
        .toList();
  }

  private List<String> packages(ReleaseId release) {
    return composition(release).entries().stream()
        .map(Composition.Entry::unit)
        .filter(PackageId.class::isInstance)
        .map(unit -> unit.name() + " " + unit.version())
        .toList();
  }

  private List<RepositoryPath> namedByHash() {
    return composition(CURRENT).entries().stream()
        .filter(entry -> entry.path().fileName().contains(entry.sha256().hex()))
        .map(Composition.Entry::path)
        .toList();
  }

  private Composition composition(ReleaseId release) {
    return CompositionXml.read(machine.index.composition(release).orElseThrow().xml());
  }

  private List<ChannelEvent> announcements() {
    return machine.channels.events(Channel.RELEASES, 0, 100);
  }

  private Path deb(String name, String version, String depends) {
    return deb(tree, name, version, depends);
  }

  private static Path deb(Path into, String name, String version, String depends) {
    try {
      return MadeDebs.write(into, name, version, "Depends: " + depends);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name, String version) {
    try {
      Files.delete(tree.resolve(MadeDebs.fileName(name, version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refused(Category category, String named, Runnable work) {
    assertThatThrownBy(work::run)
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
