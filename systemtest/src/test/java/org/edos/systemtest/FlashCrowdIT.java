package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edos.actor.Got;
import org.edos.core.release.PublishedRelease;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A new release reaches clients that have different parts of it already, all at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlashCrowdIT {
  private static final int PACKAGES = 24;
  private static final int SIZE = 400_000;

  @TempDir static Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<Path> shared = new ArrayList<>();
  private final List<EdosDaemon> clients = new ArrayList<>();
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;

  @BeforeAll
  void threeClientsWithDifferentStoresThatWantEveryFurtherRelease() throws Exception {
    System.out.println("FlashCrowdIT: seed " + seed);
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher("--set", "upload-limit=3MB", "--set", "linger=10m");
    for (String name : List.of("ann", "ben", "cid")) {
      clients.add(neighbourhood.client(name, publisher));
    }
    Path old = folder.resolve("old");
    shared.addAll(MadePackages.write(old, "shared", PACKAGES / 2, SIZE, random));
    publish("old", old, 0);
    List<String> ids = publisher.answers("name:shared-*");
    for (int i = 1; i < clients.size(); i++) {
      List<String> had = ids.subList(0, ids.size() * i / clients.size());
      clients.get(i).http().stream("/api/v1/get", Map.of("ids", had), event -> {}, Got.class);
    }
    clients.forEach(client -> client.edos("subscribe", "releases", "--action", "download").well());
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  void everyClientReceivesWhatItLacksAndNothingElse() throws Exception {
    Path fresh = folder.resolve("fresh");
    MadePackages.write(fresh, "fresh", PACKAGES / 2, SIZE, random);
    for (Path file : shared) {
      Files.copy(file, fresh.resolve(file.getFileName()));
    }
    publish("new", fresh, 4);
    CrowdStatus crowd = finished("new");

    assertThat(crowd.wishLists()).isEqualTo(clients.size());
    assertThat(crowd.reports()).hasSize(clients.size()).allMatch(CrowdReport::done);
    assertThat(crowd.reports()).extracting(CrowdReport::failedUnits).containsOnly(0);
    assertThat(crowd.unwantedBytes()).as("unwanted bytes").isZero();
    // What comes twice when two peers answer for the last blocks is wanted, and received more than
    // once.
    assertThat(crowd.receivedBytes()).isBetween(crowd.wantedBytes(), crowd.wantedBytes() * 5 / 4);
    assertThat(crowd.distinctBytes()).isLessThan(crowd.wantedBytes());
    assertThat(crowd.publisherUploadedBytes())
        .as("the publisher's upload")
        .isLessThan(crowd.receivedBytes())
        .isGreaterThanOrEqualTo(crowd.distinctBytes() / 2);
    for (EdosDaemon client : clients) {
      assertThat(missing(client, "new@1")).as(client.name() + " lacks").isZero();
    }
  }

  @Test
  void aCrowdFinishesThoughAClientAndAnotherOnesEngineAreKilledInItsMidst() throws Exception {
    Path tree = folder.resolve("rough");
    MadePackages.write(tree, "rough", PACKAGES, SIZE, random);
    publish("rough", tree, 4);
    await("bytes flow")
        .until(() ->
            crowd("rough").reports().stream().filter(report -> report.receivedBytes() > 0).count()
                >= 2);
    clients.get(0).kill9();
    List<ProcessHandle> engines = clients.get(1).children();
    assertThat(engines).isNotEmpty();
    engines.forEach(ProcessHandle::destroyForcibly);
    assertThat(crowd("rough").finished()).as("still in its midst").isEmpty();
    clients.get(0).restart();

    CrowdStatus crowd = finished("rough");

    assertThat(crowd.reports()).extracting(CrowdReport::failedUnits).containsOnly(0);
    for (EdosDaemon client : clients) {
      assertThat(missing(client, "rough@1")).as(client.name() + " lacks").isZero();
    }
  }

  private void publish(String name, Path tree, int windowSeconds) {
    Map<String, Object> request =
        windowSeconds == 0
            ? Map.of("tree", tree.toString(), "name", name)
            : Map.of("tree", tree.toString(), "name", name, "windowSeconds", windowSeconds);
    publisher.http().stream("/api/v1/publish", request, event -> {}, PublishedRelease.class);
  }

  private CrowdStatus crowd(String release) {
    return publisher.http().read("/api/v1/flashcrowds/" + release + "/1", CrowdStatus.class);
  }

  private CrowdStatus finished(String release) {
    await("the flash crowd for " + release + " finishes")
        .untilAsserted(
            () -> assertThat(crowd(release)).matches(crowd -> crowd.finished().isPresent()));
    return crowd(release);
  }

  private static long missing(EdosDaemon client, String release) {
    return client.asks("wish", release).path("missingContents").asLong(-1);
  }
}
