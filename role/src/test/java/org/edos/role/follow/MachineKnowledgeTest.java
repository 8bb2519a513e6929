package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.memory.MemoryInstalled;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.snapshot.memory.MemorySnapshots;
import org.edos.testkit.FolderServer;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What this machine knows without its requests: apt's own lists, and what is installed. */
class MachineKnowledgeTest {
  private static final String IN_RELEASE = MadeArchive.SUITE + "InRelease";

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private final Instant day = clock.instant().minusSeconds(864_000);
  private final MemorySnapshots catalogue = new MemorySnapshots();
  private FolderServer server;
  private MadeArchive archive;
  private Path lists;

  @BeforeEach
  void begin() throws IOException {
    server = new FolderServer(Files.createDirectory(folder.resolve("served")));
    lists = Files.createDirectory(folder.resolve("lists"));
    archive =
        new MadeArchive(folder.resolve("served"))
            .with("pool/a_1.5_all.deb", "a")
            .with("pool/b_1.5_all.deb", "b")
            .with("pool/c_1.5_all.deb", "c");
  }

  @AfterEach
  void end() {
    catalogue.close();
    server.close();
  }

  /** The name that apt gives to a list. */
  private Path list(String path) {
    String name = server.address().getAuthority() + "/" + path;
    return lists.resolve(name.replace("_", "%5f").replace('/', '_'));
  }

  private void keepLists(String packages) throws IOException {
    archive.withIndex("main/binary-amd64/Packages", archive.index()).publish(day);
    Files.copy(folder.resolve("served").resolve(IN_RELEASE), list(IN_RELEASE));
    Files.writeString(list(MadeArchive.SUITE + "main/binary-amd64/Packages"), packages);
    Files.writeString(lists.resolve("lock"), "");
    Files.createDirectory(lists.resolve("partial"));
  }

  private boolean isKnown() {
    return catalogue
        .find(server.address().getAuthority() + "/debian/pool/b_1.5_all.deb")
        .isPresent();
  }

  @Test
  void packages_of_lists_that_apt_has_already_are_known() throws IOException {
    keepLists(archive.index());
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).importing(lists))) {
      follower.ask("anything");
      await().until(this::isKnown);
      assertThat(follower.listed("debian/pool/a_1.5_all.deb").file())
          .isEqualTo(new KnownFile(MadeArchive.hash("a"), 1));
      assertThat(follower.isListed(MadeArchive.SUITE + MadeArchive.INDEX)).isTrue();
      assertThat(server.asked()).doesNotContain(IN_RELEASE);
    }
  }

  @Test
  void lists_count_for_the_scheme_that_is_asked_for() throws IOException {
    keepLists(archive.index());
    String place = "https://" + server.address().getAuthority() + "/";
    OriginAddress https = OriginAddress.of(place + "debian/pool/b_1.5_all.deb");
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).importing(lists))) {
      follower.following.resolve(https);
      await().until(() -> catalogue.find(https.toString()).isPresent());
      assertThat(isKnown()).isFalse();
      assertThat(follower.following.resolve(https))
          .isInstanceOfSatisfying(
              Meaning.Listed.class,
              listed -> assertThat(listed.origins()).containsExactly(https.uri()));
      String index = place + MadeArchive.SUITE + "main/binary-amd64/Packages";
      assertThat(follower.following.resolve(OriginAddress.of(index)))
          .isInstanceOfSatisfying(
              Meaning.Listed.class,
              listed -> assertThat(listed.origins()).contains(URI.create(index)));
      follower.ask("anything");
      await().until(this::isKnown);
    }
  }

  @Test
  void packed_lists_are_read_too() throws IOException {
    keepLists("");
    Path list = list(MadeArchive.SUITE + "main/binary-amd64/Packages");
    Files.delete(list);
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(list.resolveSibling(list.getFileName() + ".gz")))) {
      out.write(archive.index().getBytes(UTF_8));
    }
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).importing(lists))) {
      follower.ask("anything");
      await().until(this::isKnown);
    }
  }

  @Test
  void a_list_that_is_not_what_its_root_promises_is_not_believed() throws IOException {
    keepLists(archive.index().replace(MadeArchive.hash("a").hex(), MadeArchive.hash("x").hex()));
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).importing(lists))) {
      follower.ask("anything");
      await().until(() -> head().isPresent());
      assertThat(follower.isListed("debian/pool/a_1.5_all.deb")).isFalse();
    }
  }

  @Test
  void lists_are_no_news_of_a_repository_that_is_known() throws IOException {
    keepLists(archive.index());
    archive.with("pool/d_1.5_all.deb", "d").publish(day.plusSeconds(60));
    try (Follower follower = new Follower(server, clock, Follower.Choice.of(catalogue))) {
      follower.root(IN_RELEASE);
    }
    Optional<SnapshotHead> known = head();
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).importing(lists))) {
      assertThat(follower.root(IN_RELEASE)).isNotEmpty();
    }
    assertThat(head()).isEqualTo(known);
  }

  private Optional<SnapshotHead> head() {
    return catalogue.current(server.address().getAuthority() + "/" + MadeArchive.SUITE);
  }

  @Test
  void likely_upgrades_are_told_as_soon_as_an_index_is_here() {
    MemoryInstalled machine =
        new MemoryInstalled(
            PackageFormat.DEB,
            "amd64",
            List.of(
                installed("a", "1.0", false),
                installed("b", "1.5", false),
                installed("c", "1.0", true),
                installed("d", "1.0", false)),
            Set.of());
    List<KnownFile> told = new CopyOnWriteArrayList<>();
    archive.with("pool/a_1.10_all.deb", "newest a").with("pool/a_1.9_all.deb", "newer a");
    archive.publish(day);
    try (Follower follower =
        new Follower(server, clock, Follower.Choice.of(catalogue).with(machine))) {
      follower.following.upgrades(told::addAll);
      follower.root(IN_RELEASE);
      follower.get(MadeArchive.SUITE + MadeArchive.INDEX);
      await().untilAsserted(() -> assertThat(told).isNotEmpty());
    }
    assertThat(told)
        .containsExactly(new KnownFile(MadeArchive.hash("newest a"), "newest a".length()));
  }

  private static InstalledPackage installed(String name, String version, boolean held) {
    return new InstalledPackage(name, version, "all", List.of(), held);
  }
}
