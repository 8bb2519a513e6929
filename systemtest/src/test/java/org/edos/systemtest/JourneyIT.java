package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a new user does by hand: a publisher, a mirror and two clients; a release; and what can be
 * had from it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyIT {
  private static final String ONCE = "pkg:deb/debian/node-once@1.4.0-7?arch=all";

  @TempDir static Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon mirror;
  private EdosDaemon ann;
  private EdosDaemon ben;
  private JsonNode published;

  @BeforeAll
  void aReleaseOfRealPackagesIsPublished() {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    mirror = neighbourhood.mirror(publisher);
    ann = neighbourhood.client("ann", mirror);
    ben = neighbourhood.client("ben", mirror);
    published =
        publisher.asks("publish", TestData.root().resolve("deb").toString(), "--release", "tools");
    publisher
        .edos("publish", TestData.root().resolve("rpm").toString(), "--release", "rpms")
        .well();
    neighbourhood.seesEverywhere("tools@1");
    neighbourhood.seesEverywhere("rpms@1");
  }

  @AfterAll
  void everythingEndsAndLeavesNothingBehind() throws Exception {
    neighbourhood.close();
    for (EdosDaemon daemon : neighbourhood.everyone()) {
      assertThat(daemon.home().resolve("daemon.json")).doesNotExist();
      try (Stream<Path> left = Files.walk(daemon.temporary())) {
        assertThat(left.filter(Files::isRegularFile))
            .as(daemon.name() + "'s temporary files")
            .isEmpty();
      }
      int port = daemon.address().getPort();
      try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(again.getLocalPort()).isEqualTo(port);
      }
    }
  }

  @Test
  void publishTellsWhatItPublished() {
    assertThat(published.path("id").asString()).isEqualTo("tools@1");
    assertThat(published.path("packages").asInt()).isEqualTo(TestData.debs().size());
    assertThat(published.path("utilities").asInt()).isPositive();
  }

  @Test
  void everyPeerListsTheReleases() {
    for (EdosDaemon daemon : neighbourhood.everyone()) {
      assertThat(EdosDaemon.strings(daemon.asks("releases"), "id"))
          .as(daemon.name())
          .containsExactlyInAnyOrder("tools@1", "rpms@1");
    }
  }

  @Test
  void everyPeerFindsAPackage() {
    for (EdosDaemon daemon : neighbourhood.everyone()) {
      JsonNode found = daemon.asks("query", "name:node-once");
      assertThat(EdosDaemon.strings(found.path("answers"), "id")).as(daemon.name()).contains(ONCE);
    }
  }

  @Test
  void aPackageIsShown() {
    assertThat(ann.edos("show", ONCE).well().output()).contains("node-once", "1.4.0-7");
  }

  @Test
  void aPackageIsLocatedAtThePublisherAndOnceCopiedAtTheMirror() {
    assertThat(publisher.edos("locate", ONCE).well().output())
        .contains(publisher.address().toString());
    await("the mirror's copy is known")
        .untilAsserted(() ->
            assertThat(ann.edos("locate", ONCE).well().output())
                .contains(mirror.address().toString()));
  }

  @Test
  void aFetchedFileIsTheOriginal() throws Exception {
    Path into = folder.resolve("fetched");
    JsonNode got = ann.asks("get", ONCE, "--into", into.toString());
    Path original = TestData.root().resolve("deb/node-once_1.4.0-7_all.deb");
    Path fetched = Path.of(got.path("written").path(0).asString());
    assertThat(fetched).startsWith(into).hasSameBinaryContentAs(original);
    assertThat(got.path("problems")).isEmpty();
  }

  @Test
  void aPeerTellsHowItIsDoing() {
    JsonNode status = ben.asks("status");
    assertThat(status.path("actor").asString()).isEqualTo("client");
    assertThat(status.path("name").asString()).isEqualTo("ben");
    assertThat(status.path("releases").asInt()).isEqualTo(2);
    assertThat(EdosDaemon.strings(mirror.http().tree("/api/v1/releases"), "id")).hasSize(2);
  }

  @Test
  void aRealAptInstallsFromAClient() throws Exception {
    assumeTrue(RealApt.present(), "apt-get and dpkg are not installed here");
    RealApt apt =
        new RealApt(
            Files.createDirectories(folder.resolve("apt")),
            ben.address().resolve("/repo/tools/"),
            publisher.http().bytes("/api/v1/openpgp-key"));
    apt.aptGet("update").well();
    apt.aptGet("install", "node-once").well();
    assertThat(apt.status("node-once")).isEqualTo("install ok installed 1.4.0-7");
    assertThat(apt.status("node-wrappy")).startsWith("install ok installed");
    assertThat(apt.aptGet("update").well().output())
        .as("the second update asks whether it changed")
        .contains("Hit:1");
  }

  @Test
  void aRealAptRefusesTheReleaseUnderAnotherKey() throws Exception {
    assumeTrue(RealApt.present(), "apt-get and dpkg are not installed here");
    RealApt apt =
        new RealApt(
            Files.createDirectories(folder.resolve("apt-wary")),
            ben.address().resolve("/repo/tools/"),
            Files.readAllBytes(TestData.root().resolve("trust/debian-archive-keyring.gpg")));
    Ended updated = apt.aptGet("update", "--error-on=any");
    assertThat(updated.exitCode()).isNotZero();
    assertThat(updated.output() + updated.errors()).contains("NO_PUBKEY");
  }

  @Test
  void aRealDnfInstallsFromAClient() throws Exception {
    assumeTrue(RealDnf.present(), "dnf and rpm are not installed here");
    RealDnf dnf =
        new RealDnf(
            Files.createDirectories(folder.resolve("dnf")), ben.address().resolve("/repo/rpms/"));
    dnf.install("node-wrappy", "node-once").well();
    assertThat(List.of(dnf.status("node-wrappy"), dnf.status("node-once")))
        .containsExactly("node-wrappy-1.0.2-3.noarch", "node-once-1.4.0-7.noarch");
  }
}
