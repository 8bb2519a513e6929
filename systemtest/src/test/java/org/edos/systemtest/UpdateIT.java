package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A moving release on its way from the publisher by a member of its network to a client's apt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpdateIT {
  private static final int ROUNDS = 3;

  @TempDir static Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon mirror;
  private EdosDaemon client;

  @BeforeAll
  void aMovingReleaseIsMade() throws Exception {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    String invitation = publisher.asks("invite", "--name", "paris").path("address").asString("");
    mirror = neighbourhood.start("paris", "mirror", "--join", invitation);
    client = neighbourhood.client("ann", mirror);
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (Path deb : TestData.debs()) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    MadeDebs.write(tree, "editor", "1.0");
    publisher.edos("update", "tools", tree.toString()).well();
    neighbourhood.seesEverywhere("tools@current");
  }

  @AfterAll
  void everythingEnds() {
    neighbourhood.close();
  }

  @Test
  void aRealAptHasTheNewVersionSecondsAfterItWasPublished() throws Exception {
    assumeTrue(RealApt.present(), "apt-get and dpkg are not installed here");
    RealApt apt =
        new RealApt(
            Files.createDirectories(folder.resolve("apt")),
            client.address().resolve("/repo/tools/current/"),
            publisher.http().bytes("/api/v1/openpgp-key"));
    apt.aptGet("update").well();
    apt.aptGet("install", "editor").well();
    assertThat(apt.status("editor")).isEqualTo("install ok installed 1.0");
    for (int round = 1; round <= ROUNDS; round++) {
      String version = "1." + round;
      Path deb = MadeDebs.write(folder.resolve("new"), "editor", version);
      long start = System.nanoTime();
      JsonNode update =
          publisher.asks("update", "tools", deb.toString(), "--channel", "editor-news");
      long updated = System.nanoTime();
      apt.aptGet("update").well();
      apt.aptGet("install", "editor").well();
      System.out.printf(
          "from edos update to the end of apt: %d ms, %d ms of them edos update%n",
          Duration.ofNanos(System.nanoTime() - start).toMillis(),
          Duration.ofNanos(updated - start).toMillis());
      assertThat(apt.status("editor")).isEqualTo("install ok installed " + version);
      assertThat(update.path("changes").path(0).path("kind").asString()).isEqualTo("PATCH");
    }
    theHistoryIsToldEverywhere();
    theChannelHasToldOfEachPatch();
    anOldVersionIsStillToBeHad();
  }

  private void theHistoryIsToldEverywhere() {
    for (EdosDaemon daemon : List.of(publisher, mirror, client)) {
      await(daemon.name() + " knows the history")
          .untilAsserted(() ->
              assertThat(daemon.asks("history", "tools", "--unit", "editor"))
                  .as(daemon.name())
                  .hasSize(ROUNDS)
                  .allSatisfy(
                      change -> assertThat(change.path("kind").asString()).isEqualTo("PATCH")));
    }
  }

  private void theChannelHasToldOfEachPatch() {
    await("the client hears of the channel")
        .untilAsserted(() -> {
          JsonNode events = client.http().tree("/api/v1/channels/editor-news/events?cursor=0");
          assertThat(events).hasSize(ROUNDS);
          JsonNode details = events.path(0).path("details");
          assertThat(details.path("change").asString()).isEqualTo("patch");
          assertThat(details.path("replaces").asString()).contains("editor@1.0");
        });
  }

  private void anOldVersionIsStillToBeHad() {
    JsonNode got =
        client.asks(
            "get",
            "pkg:deb/debian/editor@1.0?arch=all",
            "--into",
            folder.resolve("old").toString());
    assertThat(got.path("problems")).isEmpty();
    assertThat(Path.of(got.path("written").path(0).asString()))
        .hasSameBinaryContentAs(folder.resolve("tree").resolve(MadeDebs.fileName("editor", "1.0")));
  }

  @Test
  void theStateOfAMomentBecomesARelease() {
    publisher.edos("freeze", "tools", "--version", "12.1").well();
    await("the client sees it").until(() -> client.releases().contains("tools@12.1"));
    assertThat(client.releases()).contains("tools@current");
  }

  @Test
  void anUnchangedTreeIsSaidToBeUnchanged() throws IOException {
    Path tree = folder.resolve("rest");
    MadeDebs.write(tree, "reader", "1.0");
    publisher.edos("update", "rest", tree.toString()).well();
    assertThat(publisher.edos("update", "rest", tree.toString()).well().output())
        .contains("rest@current is unchanged");
  }
}
