package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.app.daemon.DaemonClient;
import org.edos.core.EdosException;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Transactions on a real publisher, from several tools at once, through kills, and as apt sees
 * them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionIT {
  private static final int EACH = 100;
  private static final int KILLS = 10;
  private static final int MOST_ACKNOWLEDGED = 8;
  private static final int LONGEST_WAIT_MILLIS = 250;
  private static final long SEED = 20_260_101;

  @TempDir static Path folder;
  private EdosDaemon publisher;

  @BeforeAll
  void aPublisherRuns() {
    publisher = EdosDaemon.start(folder, "publisher", "publisher");
  }

  @AfterAll
  void itEnds() {
    publisher.close();
  }

  @Test
  void twoToolsAtOnceLoseNothing() throws Exception {
    first("both");
    AtomicInteger conflicts = new AtomicInteger();
    List<Future<Integer>> tools = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (String tool : List.of("a", "b")) {
        tools.add(threads.submit(tool(tool, conflicts)));
      }
    }
    for (Future<Integer> tool : tools) {
      assertThat(tool.get()).isEqualTo(EACH);
    }
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < EACH; i++) {
      expected.add("t/a-" + i);
      expected.add("t/b-" + i);
    }
    assertThat(utilities("both")).isEqualTo(expected);
    System.out.printf(
        "%d transactions of two tools at once, with %d conflicts that were tried again%n",
        2 * EACH, conflicts.get());
    assertThat(told("both-news")).hasSize(2 * EACH).doesNotHaveDuplicates();
    publisher.edos("audit", "--verify").well();
  }

  private Callable<Integer> tool(String name, AtomicInteger conflicts) {
    return () -> {
      DaemonClient http = publisher.http();
      int done = 0;
      while (done < EACH) {
        long number = http.tree("/api/v1/releases/both/state").path("number").asLong();
        try {
          transact(http, "both", number, step("t/" + name + "-" + done, "both"));
          done++;
        } catch (EdosException e) {
          assertThat(e.category()).isEqualTo(EdosException.Category.CONFLICT);
          conflicts.incrementAndGet();
        }
      }
      return done;
    };
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void killedAtAnyMomentATransactionIsWholeOrNotThereAndAChannelIsToldOnce() throws Exception {
    first("killed");
    Random random = new Random(SEED);
    Set<String> acknowledged = new ConcurrentSkipListSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int round = kill;
      CountDownLatch begun = new CountDownLatch(random.nextInt(MOST_ACKNOWLEDGED));
      Thread tool =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = 0; ; i++) {
                    String place = "k/" + round + "-" + i;
                    transact(publisher.http(), "killed", -1, step(place, "killed"));
                    acknowledged.add(place);
                    begun.countDown();
                  }
                } catch (EdosException e) {
                  // The publisher is gone.
                }
              });
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      tool.join(random.nextInt(LONGEST_WAIT_MILLIS));
      publisher.kill9();
      tool.join(TimeUnit.MINUTES.toMillis(1));
      publisher.restart();
      Set<String> there = utilities("killed");
      assertThat(there).as("after kill " + kill).containsAll(acknowledged);
      List<String> told = told("killed-news");
      assertThat(told).doesNotHaveDuplicates();
      assertThat(new TreeSet<>(told)).as("after kill " + kill).isEqualTo(there);
      assertThat(done("killed@current")).as("after kill " + kill).isEqualTo(there.size() + 1);
    }
    System.out.printf(
        "%d kills, %d transactions acknowledged, %d there%n",
        KILLS, acknowledged.size(), utilities("killed").size());
    publisher.edos("audit", "--verify").well();
  }

  @Test
  void aptInstallsWhatATransactionPublished() throws Exception {
    assumeTrue(RealApt.present(), "apt-get and dpkg are not installed here");
    Path file = folder.resolve("changes.json");
    Files.writeString(
        file,
        "[{\"operation\":\"publish-package\",\"file\":\"%s\"},{\"operation\":\"publish-package\",\"file\":\"%s\"}]"
            .formatted(
                MadeDebs.write(folder.resolve("apt-in"), "editor", "1.0"),
                MadeDebs.write(folder.resolve("apt-in"), "viewer", "1.0")));
    publisher.edos("transaction", "shop", file.toString(), "--expect", "0").well();
    publisher
        .edos("collection", "create", "shop", "desk", "pkg:deb/debian/editor@1.0?arch=all")
        .well();
    RealApt apt =
        new RealApt(
            Files.createDirectories(folder.resolve("apt")),
            publisher.address().resolve("/repo/shop/current/"),
            publisher.http().bytes("/api/v1/openpgp-key"));
    apt.aptGet("update").well();
    apt.aptGet("install", "editor").well();
    assertThat(apt.status("editor")).isEqualTo("install ok installed 1.0");
    Files.writeString(
        file,
        "[{\"operation\":\"publish-package\",\"file\":\"%s\"},{\"operation\":\"unpublish\",\"id\":\"pkg:deb/debian/viewer@1.0?arch=all\"}]"
            .formatted(MadeDebs.write(folder.resolve("apt-in"), "editor", "1.1")));
    publisher.edos("transaction", "shop", file.toString()).well();
    apt.aptGet("update").well();
    apt.aptGet("install", "editor").well();
    assertThat(apt.status("editor")).isEqualTo("install ok installed 1.1");
    assertThat(publisher.edos("collection", "show", "shop", "desk").well().output())
        .contains("editor@1.1");
    String disk = "edos:utility/shop/boot/disk.img@current";
    Files.writeString(
        file,
        "[{\"operation\":\"publish-utility\",\"location\":\"boot/disk.img\",\"bytes\":\"ZGlzaw==\"}]");
    publisher.edos("transaction", "shop", file.toString()).well();
    publisher.edos("collection", "insert", "shop", "desk", disk).well();
    publisher.edos("collection", "remove", "shop", "desk", disk).well();
    Files.writeString(file, "[{\"operation\":\"unpublish\",\"id\":\"" + disk + "\"}]");
    publisher.edos("transaction", "shop", file.toString()).well();
    assertThat(utilities("shop")).isEmpty();
  }

  /** A first state with one package, and a channel. */
  private void first(String release) throws IOException {
    Path deb = MadeDebs.write(folder.resolve(release), "first", "1.0");
    transact(
        publisher.http(),
        release,
        0,
        List.of(Map.of("operation", "publish-package", "file", deb.toString())));
    publisher.http().post("/api/v1/channels", Map.of("name", release + "-news"), JsonNode.class);
  }

  /** A file comes, and a channel tells of it. */
  private static List<Map<String, Object>> step(String place, String release) {
    String bytes = Base64.getEncoder().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    return List.of(
        Map.of("operation", "publish-utility", "location", place, "bytes", bytes),
        Map.of(
            "operation",
            "feed",
            "channel",
            release + "-news",
            "units",
            List.of("edos:utility/" + release + "/" + place + "@current")));
  }

  private static void transact(
      DaemonClient http, String release, long expected, List<Map<String, Object>> operations) {
    Map<String, Object> request =
        expected < 0
            ? Map.of("operations", operations)
            : Map.of("expected", expected, "operations", operations);
    http.post("/api/v1/releases/" + release + "/transactions", request, JsonNode.class);
  }

  private Set<String> utilities(String release) {
    return new TreeSet<>(
        EdosDaemon.strings(
            publisher.http().tree("/api/v1/releases/" + release + "/state").path("utilities"),
            "path"));
  }

  /** The places of the files that a channel has told of. */
  private List<String> told(String channel) {
    return EdosDaemon.strings(
            publisher.http().tree("/api/v1/channels/" + channel + "/events?after=0&limit=1000"),
            "subject")
        .stream()
        .map(subject -> subject.replaceAll("^edos:utility/[^/]*/|@current$", ""))
        .toList();
  }

  /** How many transactions on a release the audit log says to have taken effect. */
  private long done(String release) {
    long done = 0;
    for (JsonNode line : publisher.http().tree("/api/v1/audit?limit=1000")) {
      if (line.path("draft").path("subject").asString("").equals(release)
          && line.path("outcome").asString("").equals("DONE")) {
        done++;
      }
    }
    return done;
  }
}
