package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UnitChange;
import org.edos.core.release.UnitChange.Kind;
import org.edos.core.release.UpdateRequest;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be published is found out without publishing anything. */
class PreviewTest {
  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;
  private Path tree;

  @BeforeEach
  void open() throws IOException {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    tree = Files.createDirectories(folder.resolve("tree"));
    MadeDebs.write(tree, "library", "1.0");
    MadeDebs.write(tree, "editor", "1.0", "Depends: library");
    MadeDebs.write(tree, "game", "1.0");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Publishing.Request request(String... version) {
    return new Publishing.Request(
        new RepositorySource.Folder(tree, Optional.empty()),
        "demo",
        version.length == 0 ? Optional.empty() : Optional.of(version[0]));
  }

  private Preview preview(String... version) {
    return publishing.preview(request(version), machine.events::add);
  }

  private static List<String> told(Preview preview) {
    return preview.changes().stream().map(PreviewTest::told).toList();
  }

  private static String told(UnitChange change) {
    return change.kind()
        + " "
        + change.after().orElseGet(() -> change.before().orElseThrow().unit()).name();
  }

  @Test
  void the_first_release_is_compared_with_nothing_and_nothing_is_taken_in() {
    Preview preview = preview();

    assertThat(preview.release()).isEqualTo(ReleaseId.parse("demo@1"));
    assertThat(preview.before()).isEmpty();
    assertThat(preview.packages()).isEqualTo(3);
    assertThat(preview.changes()).isEmpty();
    assertThat(preview.storedBytes()).isEqualTo(preview.bytes()).isPositive();
    assertThat(machine.index.releases()).isEmpty();
    assertThat(machine.store.usedBytes()).isZero();
  }

  @Test
  void it_tells_what_publishing_then_does() throws IOException {
    publishing.publish(request(), none -> Optional.empty(), machine.events::add);
    Files.delete(tree.resolve(MadeDebs.fileName("library", "1.0")));
    Files.delete(tree.resolve(MadeDebs.fileName("game", "1.0")));
    MadeDebs.write(tree, "game", "2.0");
    Path painter = MadeDebs.write(tree, "painter", "1.0");

    Preview preview = preview();

    assertThat(preview.release()).isEqualTo(ReleaseId.parse("demo@2"));
    assertThat(preview.before()).contains(ReleaseId.parse("demo@1"));
    assertThat(told(preview))
        .containsExactlyInAnyOrder(
            Kind.VERSION + " game", Kind.REMOVED + " library", Kind.ADDED + " painter");
    assertThat(preview.broken()).extracting(one -> one.id().name()).containsExactly("editor");
    assertThat(preview.storedBytes())
        .isGreaterThan(Files.size(painter))
        .isLessThan(preview.bytes());
  }

  @Test
  void a_version_that_there_is_already_is_told_before() {
    publishing.publish(request("1"), none -> Optional.empty(), machine.events::add);
    assertThatThrownBy(() -> preview("1")).hasMessageContaining("published already");
  }

  @Test
  void an_update_with_packages_is_compared_with_the_state_that_it_changes() throws IOException {
    publishing.publish(request("current"), none -> Optional.empty(), machine.events::add);
    Path added = MadeDebs.write(folder.resolve("more"), "painter", "1.0");
    long used = machine.store.usedBytes();

    Preview preview =
        publishing.preview(
            new UpdateRequest("demo", new UpdateRequest.Packages(List.of(added), false), false),
            machine.events::add);

    assertThat(preview.release()).isEqualTo(ReleaseId.current("demo"));
    assertThat(told(preview)).containsExactly(Kind.ADDED + " painter");
    assertThat(preview.packages()).isEqualTo(4);
    assertThat(machine.store.usedBytes()).isEqualTo(used);
  }
}
