package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UpdateRequest;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFeedingTest {
  @TempDir Path folder;
  private Machine machine;
  private Publishing publishing;
  private Path tree;

  @BeforeEach
  void open() throws IOException {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    publishing = machine.publishing();
    tree = folder.resolve("in");
    MadeDebs.write(tree, "editor", "1.0");
    MadeDebs.write(tree, "viewer", "1.0");
    update();
    Files.delete(tree.resolve(MadeDebs.fileName("editor", "1.0")));
    Files.delete(tree.resolve(MadeDebs.fileName("viewer", "1.0")));
    MadeDebs.write(tree, "editor", "1.1");
    MadeDebs.write(tree, "reader", "1.0");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void aChannelIsToldOfWhatCameWentAndChanged() {
    ReleaseUpdate update = feeding().feed("demo", "news", this::update);
    assertThat(told())
        .containsExactly("UNIT_ADDED editor", "UNIT_ADDED reader", "UNIT_REMOVED viewer");
    assertThat(events().getFirst().details())
        .containsEntry("release", "demo@current")
        .containsEntry("number", Long.toString(update.release().number()))
        .containsEntry("replaces", "pkg:deb/debian/editor@1.0?arch=all")
        .containsEntry("change", "patch")
        .containsKeys("sha256", "size");
    assertThat(machine.documents.keys("update/")).isEmpty();
  }

  @Test
  void whatAPublisherThatDiedHadToTellIsToldAtTheNextStartAndNothingTwice() {
    long before = machine.index.releases().getFirst().number();
    update();
    feedingDied(before);
    feeding();
    assertThat(told()).hasSize(3);
    feedingDied(before);
    feeding();
    assertThat(told()).hasSize(3);
  }

  @Test
  void anUpdateThatNeverHappenedIsNotTold() {
    feedingDied(machine.index.releases().getFirst().number());
    feeding();
    assertThatThrownBy(() ->
            feeding()
                .feed(
                    "demo",
                    "news",
                    () -> {
                      throw EdosException.refused("torn");
                    }))
        .hasMessage("torn");
    assertThat(machine.channels.channels()).hasSize(1);
    assertThat(machine.documents.keys("update/")).isEmpty();
  }

  /** What is noted before an update that is not struck out after it. */
  private void feedingDied(long before) {
    machine.documents.put("update/demo", ("news " + before).getBytes(StandardCharsets.UTF_8));
  }

  private ChangeFeeding feeding() {
    return new ChangeFeeding(machine.documents, machine.index, machine.channels, machine.clock);
  }

  private ReleaseUpdate update() {
    return publishing.update(
        new UpdateRequest(
            "demo",
            new UpdateRequest.Tree(new RepositorySource.Folder(tree, Optional.empty())),
            false),
        none -> Optional.empty(),
        event -> {});
  }

  private List<ChannelEvent> events() {
    return machine.channels.events("news", 0, 100);
  }

  private List<String> told() {
    return events().stream()
        .map(event -> event.kind() + " " + event.subject().replaceAll(".*/|@.*", ""))
        .toList();
  }
}
