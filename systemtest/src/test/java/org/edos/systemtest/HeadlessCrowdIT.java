package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.release.PublishedRelease;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a flash crowd loses in its midst, and finishes without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadlessCrowdIT {
  private static final int PACKAGES = 24;
  private static final int SIZE = 400_000;

  @TempDir static Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final List<EdosDaemon> clients = new ArrayList<>();
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;

  @BeforeAll
  void threeClientsThatWantEveryRelease() {
    System.out.println("HeadlessCrowdIT: seed " + seed);
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher("--set", "upload-limit=3MB", "--set", "linger=10m");
    for (String name : List.of("ann", "ben")) {
      clients.add(neighbourhood.client(name, publisher, "--set", "download-limit=500KB"));
    }
    clients.add(neighbourhood.client("cid", publisher));
    clients.forEach(client -> client.edos("subscribe", "releases", "--action", "download").well());
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  void everybodyFinishesThoughThePublisherIsKilledAfterOneCopy() throws Exception {
    List<Path> files = publish("orphan");
    await("one client has everything").until(() -> crowd("orphan").donePeers() == 1);
    publisher.kill9();
    try {
      for (EdosDaemon client : clients) {
        await(client.name() + " has everything").until(() -> arrived(client, "orphan@1"));
        assertHas(client, files);
      }
    } finally {
      publisher.restart();
    }
    await("the publisher hears of it, too").until(() -> crowd("orphan").finished().isPresent());
  }

  @Test
  void aDaemonAnswersAndFinishesWhileItsEngineIsKilled() throws Exception {
    EdosDaemon victim = clients.getLast();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                try {
                  victim.http().tree("/api/v1/status");
                  answers.incrementAndGet();
                } catch (RuntimeException e) {
                  failures.add(String.valueOf(e.getMessage()));
                }
              }
            });
    try {
      List<Path> files = publish("headless");
      await("bytes flow")
          .until(() ->
              crowd("headless").reports().stream().anyMatch(report -> report.receivedBytes() > 0));
      List<ProcessHandle> engines = victim.children();
      assertThat(engines).isNotEmpty();
      engines.forEach(ProcessHandle::destroyForcibly);
      await("it finishes").until(() -> arrived(victim, "headless@1"));
      assertHas(victim, files);
    } finally {
      over.set(true);
      asking.join();
    }
    assertThat(failures).as("questions without an answer").isEmpty();
    assertThat(answers).hasPositiveValue();
    await("everybody finishes").until(() -> crowd("headless").finished().isPresent());
  }

  private List<Path> publish(String name) throws IOException {
    Path tree = folder.resolve(name);
    List<Path> files = MadePackages.write(tree, name, PACKAGES, SIZE, random);
    Map<String, Object> request = Map.of("tree", tree.toString(), "name", name, "windowSeconds", 4);
    publisher.http().stream("/api/v1/publish", request, event -> {}, PublishedRelease.class);
    return files;
  }

  private CrowdStatus crowd(String release) {
    return publisher.http().read("/api/v1/flashcrowds/" + release + "/1", CrowdStatus.class);
  }

  private static boolean arrived(EdosDaemon client, String release) {
    return EdosDaemon.strings(client.http().tree("/api/v1/status").path("arrivals"), "release")
        .contains(release);
  }

  private static void assertHas(EdosDaemon client, List<Path> files) throws IOException {
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      assertThat(client.http().bytes("/content/sha256/" + Sha256.of(bytes).hex()))
          .as("%s of %s", file.getFileName(), client.name())
          .isEqualTo(bytes);
    }
  }
}
