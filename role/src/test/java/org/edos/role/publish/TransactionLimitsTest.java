package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Operation;
import org.edos.core.release.Operation.Supply;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.UnitId;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction may not do, and what it leaves for the next process. */
class TransactionLimitsTest {
  private static final ReleaseId CURRENT = ReleaseId.current("demo");
  private static final UnitId EDITOR = UnitId.parse("pkg:deb/debian/editor@1.0?arch=all");

  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;

  @BeforeEach
  void open() throws IOException {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    transact(publish("editor", Optional.empty()), publish("viewer", Optional.empty()));
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void aUtilityTakesNoPlaceOfAPackage() {
    Composition before = composition();
    refused(Category.REFUSED, "editor", () -> transact(utility(place("editor"), "mine")));
    assertThat(composition()).isEqualTo(before);
    transact(new Operation.Unpublish(EDITOR), utility(place("editor"), "mine"));
  }

  @Test
  void aPackageTakesNoPlaceOfAUtility() throws IOException {
    transact(utility("pool/reader.deb", "mine"));
    Composition before = composition();
    refused(
        Category.REFUSED,
        "pool/reader.deb",
        () -> transact(publish("reader", Optional.of(new RepositoryPath("pool/reader.deb")))));
    assertThat(composition()).isEqualTo(before);
  }

  @Test
  void aMemberThatOneCollectionNeedsNoMoreIsStillNeededByAnother() {
    UnitId missing = UnitId.parse("pkg:deb/debian/missing@1.0?arch=all");
    refused(
        Category.NOT_FOUND,
        "missing",
        () ->
            transact(
                collection("desk", missing),
                collection("server", missing),
                new Operation.Delete(OwnUnits.collection(CURRENT, "server"), List.of(missing))));
    transact(collection("desk", missing), collection("desk", EDITOR));
  }

  @Test
  void whoDoesNotRunThePublisherMakesNoChannel() {
    Transaction feed =
        Transaction.of("demo", new Operation.Feed("news", List.of(EDITOR), Optional.empty()));
    refused(
        Category.NOT_FOUND,
        "no channel 'news'",
        () -> publishing.transact(feed, MissingChannels.REFUSE, event -> {}));
    assertThat(machine.channels.channels()).hasSize(1);
    machine.channels.create(new Channel("news", "", machine.clock.instant()));
    publishing.transact(feed, MissingChannels.REFUSE, event -> {});
    assertThat(told("news")).hasSize(1);
  }

  @Test
  void aChannelThatWasDeletedSinceIsNotMadeAgain() {
    note(composition().number(), "");
    machine.publishing();
    assertThat(machine.channels.channels()).hasSize(1);
    assertThat(machine.documents.keys("transaction/")).isEmpty();
  }

  @Test
  void whatWasNotedIsToldBeforeAnUpdateTakesThePlaceOfItsState() throws IOException {
    note(composition().number(), "made");
    Path tree = folder.resolve("tree");
    MadeDebs.write(tree, "editor", "1.1");
    publishing.update(
        new UpdateRequest(
            "demo",
            new UpdateRequest.Tree(new RepositorySource.Folder(tree, Optional.empty())),
            false),
        none -> Optional.empty(),
        event -> {});
    assertThat(told("news")).hasSize(1);
  }

  @Test
  void whatWasNotedOfAStateThatNeverWasIsNotTold() {
    note(composition().number() - 1, "made");
    machine.publishing();
    assertThat(machine.channels.channels()).hasSize(1);
  }

  @Test
  void aPublisherStartsThoughAChannelCannotBeTold() {
    note(composition().number(), "made");
    machine.channels.create(new Channel("other", "", machine.clock.instant()));
    byte[] bad =
        "%d\nBad name!\tUNIT_ADDED\t%s\t\tmade"
            .formatted(composition().number(), EDITOR)
            .getBytes(StandardCharsets.UTF_8);
    machine.documents.put("transaction/demo", bad);
    machine.publishing();
    assertThat(machine.documents.keys("transaction/")).hasSize(1);
  }

  @Test
  void whatIsNoRegularFileIsRefusedBeforeItIsRead() throws Exception {
    refused(Category.USAGE, "no file", () -> transact(publish(Path.of("/"))));
    refused(Category.USAGE, "no regular file", () -> transact(publish(folder)));
    refused(
        Category.USAGE,
        "no regular file",
        () ->
            transact(
                new Operation.PublishUtility(
                    new RepositoryPath("zero"), new Supply.File(Path.of("/dev/zero")))));
  }

  private void note(long number, String made) {
    String text = "%d\nnews\tUNIT_ADDED\t%s\t\t%s".formatted(number, EDITOR, made);
    machine.documents.put("transaction/demo", text.getBytes(StandardCharsets.UTF_8));
  }

  private List<ChannelEvent> told(String channel) {
    return machine.channels.events(channel, 0, 100);
  }

  private Operation publish(String name, Optional<RepositoryPath> place) throws IOException {
    Path file = MadeDebs.write(folder.resolve("new"), name, "1.0");
    return new Operation.PublishPackage(new Supply.File(file), place, Optional.empty(), false);
  }

  private static Operation publish(Path file) {
    return new Operation.PublishPackage(
        new Supply.File(file), Optional.empty(), Optional.empty(), false);
  }

  private static Operation utility(String place, String text) {
    return new Operation.PublishUtility(
        new RepositoryPath(place), new Supply.Bytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Operation collection(String name, UnitId... members) {
    return new Operation.PublishCollection(OwnUnits.collection(CURRENT, name), List.of(members));
  }

  private void transact(Operation... operations) {
    publishing.transact(Transaction.of("demo", operations), MissingChannels.MAKE, event -> {});
  }

  private Composition composition() {
    return CompositionXml.read(machine.index.composition(CURRENT).orElseThrow().xml());
  }

  private static String place(String name) {
    return MadeDebs.fileName(name, "1.0");
  }

  /** Work that may fail with anything. */
  private interface Work {
    void run() throws IOException;
  }

  private static void refused(Category category, String named, Work work) {
    assertThatThrownBy(work::run)
        .hasMessageContaining(named)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category));
  }
}
