package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Kill -9 of any daemon loses nothing that was there, and leaves nothing by halves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {
  private static final String NEWS = "news";
  private static final int KILLS_WHILE_PUBLISHING = 3;
  private static final List<String> PACKAGES =
      List.of(
          "pkg:deb/debian/node-once@1.4.0-7?arch=all",
          "pkg:deb/debian/node-wrappy@1.0.2-3?arch=all");

  @TempDir static Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Deque<String> untold = new ArrayDeque<>();
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon mirror;
  private EdosDaemon client;

  /** All that a peer must still know after it was killed. */
  private record Knowledge(
      JsonNode releases,
      List<String> answers,
      JsonNode channels,
      JsonNode events,
      JsonNode subscriptions,
      JsonNode inbox,
      Map<String, String> contents) {}

  @BeforeAll
  void peersThatHaveAReleaseAChannelAndSubscriptions() {
    System.out.println("KillIT: seed " + seed);
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    mirror = neighbourhood.mirror(publisher);
    client = neighbourhood.client("client", mirror);
    neighbourhood.client("other", publisher);
    publisher
        .edos("publish", TestData.root().resolve("deb").toString(), "--release", "tools")
        .well();
    neighbourhood.seesEverywhere("tools@1");
    untold.addAll(publisher.answers("kind:package"));
    publisher.edos("channel", "create", NEWS).well();
    await("the channel reaches the client")
        .until(() ->
            EdosDaemon.strings(client.http().tree("/api/v1/channels"), "name").contains(NEWS));
    client.edos("subscribe", NEWS).well();
    client.edos("get", PACKAGES.getFirst(), PACKAGES.getLast()).well();
    tellNews();
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  void aKilledPublisherStillKnowsEverything() {
    killAndCompare(publisher);
  }

  @Test
  void aKilledMirrorStillKnowsEverything() {
    killAndCompare(mirror);
  }

  @Test
  void aKilledClientStillKnowsEverything() {
    killAndCompare(client);
  }

  private void killAndCompare(EdosDaemon victim) {
    Knowledge before = knowledge(victim);
    assertThat(before.answers()).isNotEmpty();
    assertThat(before.contents()).isNotEmpty();
    victim.kill9();
    victim.restart();
    await(victim.name() + " knows what it knew")
        .untilAsserted(
            () -> assertThat(knowledge(victim)).usingRecursiveComparison().isEqualTo(before));
    tellNews();
  }

  /** One more event of the channel, which must arrive exactly once. */
  private void tellNews() {
    String unit = untold.removeFirst();
    List<String> before = told();
    publisher.edos("channel", "add", NEWS, unit).well();
    await("the news of " + unit + " arrives").until(() -> told().contains(unit));
    assertThat(told()).hasSize(before.size() + 1).containsAll(before);
  }

  private List<String> told() {
    return client
        .http()
        .tree("/api/v1/inbox?limit=1000")
        .valueStream()
        .map(notification -> notification.path("event"))
        .filter(event -> event.path("channel").asString().equals(NEWS))
        .map(event -> event.path("subject").asString())
        .toList();
  }

  private static Knowledge knowledge(EdosDaemon daemon) {
    Map<String, String> contents = new TreeMap<>();
    for (String id : PACKAGES) {
      String path = "/api/v1/locate?id=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
      for (Map.Entry<String, JsonNode> content :
          daemon.http().tree(path).path("locations").properties()) {
        try {
          byte[] bytes = daemon.http().bytes("/content/sha256/" + content.getKey());
          contents.put(content.getKey(), Sha256.of(bytes).hex());
        } catch (EdosException absent) {
          contents.put(content.getKey(), absent.category().name());
        }
      }
    }
    contents.values().removeIf(value -> value.equals("NOT_FOUND"));
    return new Knowledge(
        daemon.http().tree("/api/v1/releases"),
        daemon.answers("name:node*"),
        daemon.http().tree("/api/v1/channels"),
        daemon.http().tree("/api/v1/channels/" + NEWS + "/events?limit=1000"),
        daemon.http().tree("/api/v1/subscriptions"),
        daemon.http().tree("/api/v1/inbox?limit=1000"),
        contents);
  }

  @Test
  void aReleaseIsThereWholeOrNotAtAllHoweverThePublisherDies() throws Exception {
    int packages = 120;
    long usual = 0;
    for (int round = 0; round <= KILLS_WHILE_PUBLISHING; round++) {
      String name = "made" + round;
      Path tree = folder.resolve(name);
      MadePackages.write(tree, name, packages, 20_000, random);
      if (round == 0) {
        long started = System.nanoTime();
        publish(name, tree);
        usual = System.nanoTime() - started;
        continue;
      }
      long moment = (long) (usual * random.nextDouble());
      System.out.printf("KillIT: publisher killed %d ms into publishing%n", moment / 1_000_000);
      killWhile(() -> publish(name, tree), moment);
      publisher.restart();
      boolean visible = publisher.releases().contains(name + "@1");
      assertThat(publisher.answers("name:" + name + "-*"))
          .as("packages of " + name + ", which is " + (visible ? "" : "not ") + "visible")
          .hasSize(visible ? packages : 0);
      String version = visible ? "2" : "1";
      assertThat(publish(name, tree).id().version()).isEqualTo(version);
      assertThat(publisher.answers("name:" + name + "-*")).hasSize(packages);
      await("the mirror sees it").until(() -> mirror.releases().contains(name + "@" + version));
      assertThat(mirror.answers("name:" + name + "-*")).hasSize(packages);
    }
  }

  private PublishedRelease publish(String name, Path tree) {
    return publisher.http().stream(
        "/api/v1/publish",
        Map.of("tree", tree.toString(), "name", name),
        event -> {},
        PublishedRelease.class);
  }

  /** Does something that fails when the publisher dies, while it is killed at that moment. */
  private void killWhile(Runnable work, long nanoseconds) throws Exception {
    try (ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> killed = killer.schedule(publisher::kill9, nanoseconds, TimeUnit.NANOSECONDS);
      try {
        work.run();
      } catch (EdosException expected) {
        assertThat(expected.category()).isEqualTo(EdosException.Category.EXTERNAL);
      }
      killed.get(60, TimeUnit.SECONDS);
    }
  }
}
