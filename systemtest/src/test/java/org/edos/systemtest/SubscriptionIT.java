package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Section 4 of the paper: a channel is created, clients subscribe to it in different ways, release
 * R3 is published, some of its packages are fed to the channel, and each client hears of exactly
 * what it asked for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubscriptionIT {
  private static final String ONCE = "pkg:deb/debian/node-once@1.4.0-7?arch=all";
  private static final String PUMP = "pkg:deb/debian/node-pump@3.0.0-5?arch=all";
  private static final String JWT = "pkg:deb/debian/ruby-jwt@2.5.0-1?arch=all";
  private static final String DEBUG = "pkg:deb/debian/debugbreak@1.0-1%2Bb1?arch=amd64";
  private static final List<String> FED = List.of(ONCE, JWT, DEBUG, PUMP);

  @TempDir static Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon everything;
  private EdosDaemon nodes;
  private EdosDaemon small;
  private EdosDaemon nothing;
  private long last;

  @BeforeAll
  void theChannelIsSubscribedToAndFed() throws IOException {
    neighbourhood = new Neighbourhood(folder);
    EdosDaemon publisher = neighbourhood.publisher();
    EdosDaemon mirror = neighbourhood.mirror(publisher);
    everything = neighbourhood.client("everything", mirror);
    nodes = neighbourhood.client("nodes", mirror);
    small = neighbourhood.client("small", mirror);
    nothing = neighbourhood.client("nothing", mirror);
    publisher.edos("publish", tree("r1", "ros-", "libjs-").toString(), "--release", "R1").well();
    publisher.edos("channel", "create", "updates", "--description", "what is new in R3").well();
    for (EdosDaemon client : List.of(everything, nodes, small, nothing)) {
      await(client.name() + " sees the channel")
          .until(() -> client.edos("channel", "list").output().contains("updates"));
    }
    everything.edos("subscribe", "updates").well();
    nodes.edos("subscribe", "updates", "--filter", "name:node-*", "--every", "1s").well();
    small.edos("subscribe", "updates", "--filter", "name:ruby-jwt", "--action", "download").well();
    nothing.edos("subscribe", "updates", "--filter", "name:ros-*").well();

    publisher
        .edos("publish", tree("r3", "node-", "ruby-", "debugbreak").toString(), "--release", "R3")
        .well();
    String[] add = {"channel", "add", "updates"};
    publisher.edos(Stream.concat(Arrays.stream(add), FED.stream()).toArray(String[]::new)).well();
    last = FED.size();
  }

  /** A folder of the real packages whose names begin so. */
  private static Path tree(String name, String... beginnings) throws IOException {
    Path tree = Files.createDirectories(folder.resolve(name));
    for (Path deb : TestData.debs()) {
      for (String beginning : beginnings) {
        if (deb.getFileName().toString().startsWith(beginning)) {
          Files.copy(deb, tree.resolve(deb.getFileName()));
        }
      }
    }
    return tree;
  }

  @AfterAll
  void ends() {
    neighbourhood.close();
  }

  private List<String> inbox(EdosDaemon client) {
    await(client.name() + " has heard of everything")
        .until(() ->
            client.http().tree("/api/v1/subscriptions").path(0).path("seen").asLong() >= last);
    return StreamSupport.stream(client.asks("inbox").spliterator(), false)
        .map(one -> one.path("event").path("subject").asString())
        .toList();
  }

  @Test
  void whoAskedForEverythingHearsOfEverythingInOrder() {
    assertThat(inbox(everything)).containsExactlyElementsOf(FED);
  }

  @Test
  void whoAskedForSomeInADigestHearsOfThese() {
    assertThat(inbox(nodes)).containsExactly(ONCE, PUMP);
  }

  @Test
  void whoAskedForNothingOfItHearsOfNothing() {
    assertThat(inbox(nothing)).isEmpty();
  }

  @Test
  void whoAskedForADownloadHasTheFile() throws IOException {
    assertThat(inbox(small)).containsExactly(JWT);
    JsonNode event = small.asks("inbox").path(0).path("event");
    String content = "/content/sha256/" + event.path("details").path("sha256").asString();
    await("the package is here")
        .untilAsserted(() ->
            assertThat(small.http().bytes(content))
                .isEqualTo(
                    Files.readAllBytes(TestData.root().resolve("deb/ruby-jwt_2.5.0-1_all.deb"))));
  }
}
