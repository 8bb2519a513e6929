package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.Operation;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.Transaction;
import org.edos.core.release.UpdateRequest;
import org.edos.core.unit.UnitId;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What publishing does about packages that become uninstallable. */
class InstallabilityPolicyTest {
  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;
  private Path tree;

  /** An editor on a library, a plug-in on the editor, and one that lacks something all along. */
  @BeforeEach
  void publishFirst() throws IOException {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    tree = Files.createDirectories(folder.resolve("tree"));
    MadeDebs.write(tree, "library", "1.0");
    MadeDebs.write(tree, "editor", "1.0", "Depends: library (>= 1.0)");
    MadeDebs.write(tree, "plugin", "1.0", "Depends: editor");
    MadeDebs.write(tree, "orphan", "1.0", "Depends: never-there");
    MadeDebs.write(tree, "bystander", "1.0");
    update(Optional.empty());
    machine.events.clear();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void a_first_state_is_compared_with_nothing() {
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_state_that_takes_away_what_others_need_is_published_with_a_warning() throws IOException {
    Files.delete(tree.resolve(MadeDebs.fileName("library", "1.0")));
    ReleaseUpdate update = update(Optional.empty());
    assertThat(update.published()).isTrue();
    assertThat(names(update.broken())).containsExactlyInAnyOrder("editor", "plugin");
    assertThat(warnings())
        .singleElement()
        .satisfies(warning -> {
          List<UnitId> told = warning.broken().stream().<UnitId>map(Uninstallable::id).toList();
          assertThat(told).isEqualTo(update.broken());
          assertThat(warning.broken().getFirst().text()).contains("library");
        });
  }

  @Test
  void what_was_broken_before_is_not_told_again() throws IOException {
    MadeDebs.write(tree, "bystander", "1.1", "Depends: orphan");
    Files.delete(tree.resolve(MadeDebs.fileName("bystander", "1.0")));
    assertThat(names(update(Optional.empty()).broken())).containsExactly("bystander");
  }

  @Test
  void a_new_package_that_cannot_be_installed_is_told() throws IOException {
    MadeDebs.write(tree, "rival", "1.0", "Depends: editor", "Conflicts: library");
    assertThat(names(update(Optional.empty()).broken())).containsExactly("rival");
  }

  @Test
  void a_state_that_mends_something_breaks_nothing() throws IOException {
    MadeDebs.write(tree, "never-there", "1.0");
    assertThat(update(Optional.empty()).broken()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_policy_to_refuse_publishes_nothing() throws IOException {
    long number = machine.index.releases().getFirst().number();
    Path old = tree.resolve(MadeDebs.fileName("library", "1.0"));
    Files.delete(old);
    MadeDebs.write(tree, "library", "0.9");
    assertThatThrownBy(() -> update(Optional.of(InstallabilityPolicy.REFUSE)))
        .hasMessageContaining("2 packages uninstallable")
        .hasMessageContaining("library (>= 1.0)");
    assertThat(machine.index.releases()).hasSize(1);
    assertThat(machine.index.releases().getFirst().number()).isEqualTo(number);
    MadeDebs.write(tree, "library", "1.1");
    assertThat(update(Optional.of(InstallabilityPolicy.REFUSE)).published()).isTrue();
  }

  @Test
  void a_policy_to_ignore_does_not_look() throws IOException {
    Files.delete(tree.resolve(MadeDebs.fileName("library", "1.0")));
    assertThat(update(Optional.of(InstallabilityPolicy.IGNORE)).broken()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_further_release_is_compared_with_the_newest_of_its_name() throws IOException {
    Files.delete(tree.resolve(MadeDebs.fileName("editor", "1.0")));
    publishing.publish(
        new Publishing.Request(source(), "demo", Optional.of("2")),
        none -> Optional.empty(),
        machine.events::add);
    assertThat(warnings())
        .singleElement()
        .satisfies(warning ->
            assertThat(warning.broken())
                .extracting(one -> one.id().name())
                .containsExactly("plugin"));
  }

  @Test
  void a_transaction_says_what_it_breaks() throws IOException {
    ReleaseUpdate update = publishing.transact(older(), MissingChannels.MAKE, machine.events::add);
    assertThat(names(update.broken())).containsExactlyInAnyOrder("editor", "plugin");
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void a_transaction_is_held_to_its_own_policy_and_then_nothing_happens() throws IOException {
    long number = machine.index.releases().getFirst().number();
    Transaction refusing = older().under(InstallabilityPolicy.REFUSE);
    assertThatThrownBy(
            () -> publishing.transact(refusing, MissingChannels.MAKE, machine.events::add))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("2 packages uninstallable")
        .hasMessageContaining("library (>= 1.0)");
    assertThat(machine.index.releases().getFirst().number()).isEqualTo(number);
    Transaction ignoring = older().under(InstallabilityPolicy.IGNORE);
    ReleaseUpdate update = publishing.transact(ignoring, MissingChannels.MAKE, machine.events::add);
    assertThat(update.broken()).isEmpty();
    assertThat(warnings()).isEmpty();
  }

  /** A transaction that puts an older library in the place of the one that the editor needs. */
  private Transaction older() throws IOException {
    UnitId library =
        machine
            .index
            .composition(ReleaseId.current("demo"))
            .map(signed -> CompositionXml.read(signed.xml()))
            .orElseThrow()
            .entries()
            .stream()
            .map(Composition.Entry::unit)
            .filter(unit -> unit.name().equals("library"))
            .findFirst()
            .orElseThrow();
    Path deb = MadeDebs.write(Files.createDirectories(folder.resolve("older")), "library", "0.9");
    return Transaction.of(
        "demo",
        new Operation.Unpublish(library),
        new Operation.PublishPackage(
            new Operation.Supply.File(deb), Optional.empty(), Optional.empty(), false));
  }

  private ReleaseUpdate update(Optional<InstallabilityPolicy> policy) {
    return publishing.update(
        new UpdateRequest("demo", new UpdateRequest.Tree(source()), false, policy),
        none -> Optional.empty(),
        machine.events::add);
  }

  private RepositorySource source() {
    return new RepositorySource.Folder(tree, Optional.empty());
  }

  private List<PublishEvent.Broken> warnings() {
    return machine.events.stream()
        .filter(PublishEvent.Broken.class::isInstance)
        .map(PublishEvent.Broken.class::cast)
        .toList();
  }

  private static List<String> names(List<UnitId> ids) {
    return ids.stream().map(UnitId::name).toList();
  }
}
