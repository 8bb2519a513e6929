package org.edos.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.core.dependency.Platform;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.FileChange;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.UnitId;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different between two published releases. */
class ComparingTest {
  private static final Checking.Watcher NOBODY =
      new Checking.Watcher() {
        @Override
        public void read(Platform machine, int done, int total) {}

        @Override
        public void settled(Platform machine, int done, int total) {}
      };

  @TempDir Path folder;
  private Machine machine;
  private Path first;
  private Path second;

  @BeforeEach
  void publishFirst() throws IOException {
    machine = new Machine(folder.resolve("store"), new MemorySwarm());
    first = Files.createDirectories(folder.resolve("first"));
    second = Files.createDirectories(folder.resolve("second"));
    MadeDebs.write(first, "library", "1.0");
    MadeDebs.write(first, "editor", "1.0", "Depends: library (>= 1.0)");
    MadeDebs.write(first, "plugin", "1.0", "Depends: editor");
    MadeDebs.write(first, "orphan", "1.0", "Depends: never-there");
    MadeDebs.write(first, "lost", "1.0", "Depends: nowhere");
    machine.publish(first, "demo@1");
    for (String same : List.of("editor", "plugin", "lost")) {
      String file = MadeDebs.fileName(same, "1.0");
      Files.copy(first.resolve(file), second.resolve(file));
    }
  }

  @AfterEach
  void close() {
    machine.close();
  }

  @Test
  void packages_that_came_went_or_changed_are_told_apart() throws IOException {
    MadeDebs.write(second, "library", "1.1");
    MadeDebs.write(second, "orphan", "1.1", "Depends: library");
    MadeDebs.write(second, "newcomer", "1.0");
    Files.delete(second.resolve(MadeDebs.fileName("lost", "1.0")));
    assertThat(compared().packages())
        .extracting(change -> change.kind() + " " + name(change))
        .containsExactlyInAnyOrder(
            "PATCH library", "VERSION orphan", "ADDED newcomer", "REMOVED lost");
  }

  @Test
  void what_is_to_be_fetched_is_what_the_first_has_not() throws IOException {
    Path fresh = MadeDebs.write(second, "library", "1.1");
    Comparing.Compared compared = compared();
    Composition after = side("demo@2").composition();
    long indexes =
        after.entries().stream()
            .filter(entry -> entry.unit().toString().startsWith("edos:utility"))
            .mapToLong(Composition.Entry::size)
            .sum();
    long bytes = compared.fetched().values().stream().mapToLong(Long::longValue).sum();
    assertThat(bytes).isBetween(Files.size(fresh), Files.size(fresh) + indexes);
    assertThat(compared.files())
        .extracting(change -> change.path().fileName() + " " + change.kind())
        .contains("Packages " + FileChange.Kind.CHANGED);
  }

  @Test
  void what_becomes_uninstallable_is_told_with_the_reason() throws IOException {
    MadeDebs.write(second, "library", "0.9");
    Comparing.Compared compared = compared();
    assertThat(compared.broken())
        .extracting(one -> one.reason().id().name())
        .containsExactlyInAnyOrder("editor", "plugin");
    assertThat(compared.broken().getFirst().reason().text()).contains("library (>= 1.0)");
    assertThat(compared.mended()).isEmpty();
  }

  @Test
  void what_could_not_be_installed_before_is_not_told_in_a_new_version_either() throws IOException {
    MadeDebs.write(second, "library", "1.0");
    MadeDebs.write(second, "orphan", "1.1", "Depends: never-there");
    MadeDebs.write(second, "rival", "1.0", "Depends: nothing-like-it");
    assertThat(compared().broken())
        .extracting(one -> one.reason().id().name())
        .containsExactly("rival");
  }

  @Test
  void what_can_be_installed_again_is_told_by_what_it_is_now() throws IOException {
    MadeDebs.write(second, "library", "1.0");
    MadeDebs.write(second, "nowhere", "1.0");
    MadeDebs.write(second, "orphan", "2.0");
    Comparing.Compared compared = compared();
    assertThat(compared.mended())
        .extracting(one -> one.id().name() + " " + one.id().version())
        .containsExactlyInAnyOrder("lost 1.0", "orphan 2.0");
    assertThat(compared.broken()).isEmpty();
  }

  @Test
  void what_only_the_older_release_describes_so_is_read_as_it_was() throws IOException {
    MadeDebs.write(second, "library", "1.0", "Depends: never-there");
    Comparing.Compared compared = compared();
    assertThat(compared.broken())
        .extracting(one -> one.reason().id().name())
        .containsExactlyInAnyOrder("library", "editor", "plugin");
  }

  @Test
  void a_release_is_not_different_from_itself() {
    Comparing.Side one = side("demo@1");
    Comparing.Compared compared = comparing().compare(one, one, NOBODY);
    assertThat(compared)
        .isEqualTo(new Comparing.Compared(List.of(), List.of(), Map.of(), List.of(), List.of()));
  }

  private Comparing.Compared compared() {
    machine.publish(second, "demo@2");
    return comparing().compare(side("demo@1"), side("demo@2"), NOBODY);
  }

  private Comparing comparing() {
    return new Comparing(machine.index, new Checking(machine.index, new MemorySolver()));
  }

  private Comparing.Side side(String release) {
    SignedComposition signed = machine.index.composition(ReleaseId.parse(release)).orElseThrow();
    return new Comparing.Side(CompositionXml.read(signed.xml()), signed.digest());
  }

  private static String name(UnitChange change) {
    return change
        .after()
        .or(() -> change.before().map(Composition.Entry::unit))
        .map(UnitId::name)
        .orElseThrow();
  }
}
