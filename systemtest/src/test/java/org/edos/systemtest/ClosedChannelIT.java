package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A channel for one user alone, in a network of a publisher, a member, a mirror outside of it, the
 * user's client and another's.
 */
class ClosedChannelIT {
  private static final String CHANNEL = "for-anna-alone";
  private static final int NOT_FOUND = 3;
  private static final int REFUSED = 4;

  /** Whoever looks at a page is nobody in particular, also on this machine. */
  private static final String[] PAGES_ASK_WHO = {"--set", "web-open-here=false"};

  @TempDir Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon member;
  private EdosDaemon outside;
  private EdosDaemon anna;
  private EdosDaemon chris;

  @BeforeEach
  void start() {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher(PAGES_ASK_WHO);
    String invitation = publisher.asks("invite", "--name", "member").path("address").asString("");
    member = mirror("member", invitation);
    outside = mirror("outside", publisher.address().toString());
    anna = neighbourhood.client("anna", member, PAGES_ASK_WHO);
    chris = neighbourhood.client("chris", member, PAGES_ASK_WHO);
  }

  private EdosDaemon mirror(String name, String joined) {
    return neighbourhood.start(
        name,
        "mirror",
        Stream.concat(Stream.of("--join", joined), Stream.of(PAGES_ASK_WHO))
            .toArray(String[]::new));
  }

  @AfterEach
  void end() {
    neighbourhood.close();
  }

  @Test
  void itIsThereForThoseWithTheRightAndForNobodyElse() throws Exception {
    List<String> units = published();
    user("anna", anna);
    publisher.edos("channel", "create", "updates").well();
    publisher
        .edos("channel", "create", CHANNEL, units.get(0), "--closed", "--feed", "user:anna")
        .well();
    await("anna sees it").until(() -> sees(anna));
    await("others see what is for everybody")
        .until(() -> lists(chris, "updates") && lists(outside, "updates"));

    assertThat(sees(publisher)).isTrue();
    assertThat(sees(member)).isTrue();
    assertThat(sees(chris)).isFalse();
    assertThat(sees(outside)).isFalse();
    isFedAndHeardOf(units.get(1));
    isHiddenFromWhoeverAsks(neighbourhood.everyone());
    isHiddenBehindGateways();
    reachesAMirrorThatIsAUserButNotThoseThatItServes();

    publisher.edos("channel", "revoke", CHANNEL, "user:anna").well();
    await("anna sees it no more").until(() -> !sees(anna));
  }

  /** Some packages' ids, of a release that the clients see. */
  private List<String> published() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("packages"));
    for (Path deb : TestData.debs().subList(0, 3)) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    publisher.edos("publish", tree.toString(), "--release", "tools", "--version", "1").well();
    return publisher.answers("kind:package");
  }

  private void user(String name, EdosDaemon daemon) {
    String key = daemon.http().tree("/api/v1/status").path("key").asString("");
    publisher.edos("user", "add", name, "--key", key).well();
  }

  private static boolean sees(EdosDaemon daemon) {
    return lists(daemon, CHANNEL);
  }

  private static boolean lists(EdosDaemon daemon, String channel) {
    return EdosDaemon.strings(daemon.asks("channel", "list"), "name").contains(channel);
  }

  private void isFedAndHeardOf(String unit) {
    anna.edos("subscribe", CHANNEL).well();
    assertThat(chris.edos("subscribe", CHANNEL).exitCode()).isEqualTo(NOT_FOUND);

    anna.edos("channel", "add", CHANNEL, unit).well();
    assertThat(publisher.asks("channel", "describe", CHANNEL).path("total").asInt(0)).isEqualTo(2);
    assertThat(chris.edos("channel", "add", CHANNEL, unit).exitCode()).isEqualTo(NOT_FOUND);
    assertThat(anna.edos("channel", "grant", CHANNEL, "read", "anybody").exitCode())
        .isEqualTo(REFUSED);
    await("anna hears of it").until(() -> anna.asks("inbox").toString().contains(unit));
    assertThat(chris.asks("inbox")).isEmpty();
  }

  private static void isHiddenFromWhoeverAsks(List<EdosDaemon> daemons) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (EdosDaemon daemon : daemons) {
        isHidden(http, daemon);
      }
    }
  }

  private static void isHidden(HttpClient http, EdosDaemon daemon) throws Exception {
    for (String path :
        List.of("/", "/channels", "/search", "/api/v1/channels", "/api/v1/status", "/metrics")) {
      assertThat(get(http, daemon.address().resolve(path)).body())
          .as(daemon.name() + path)
          .isNotEmpty()
          .doesNotContain(CHANNEL);
    }
    for (String path :
        List.of(
            "/api/v1/channels/" + CHANNEL,
            "/api/v1/channels/" + CHANNEL + "/events",
            "/channels/" + CHANNEL,
            "/channels/" + CHANNEL + "/feed.atom")) {
      assertThat(get(http, daemon.address().resolve(path)).statusCode())
          .as(daemon.name() + path)
          .isEqualTo(404);
    }
  }

  /** The daemon of a user as a proxy, and by path: what it asks for others it does not sign. */
  private void isHiddenBehindGateways() throws Exception {
    InetSocketAddress proxy = new InetSocketAddress("127.0.0.1", anna.address().getPort());
    try (HttpClient through = HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).build();
        HttpClient plain = HttpClient.newHttpClient()) {
      for (EdosDaemon daemon : List.of(publisher, member, anna)) {
        URI channels = daemon.address().resolve("/api/v1/channels");
        assertThat(get(through, channels).body()).doesNotContain(CHANNEL);
        String byPath = "/origin/" + channels.getRawAuthority() + channels.getRawPath();
        assertThat(get(plain, anna.address().resolve(byPath)).body()).doesNotContain(CHANNEL);
      }
    }
  }

  private void reachesAMirrorThatIsAUserButNotThoseThatItServes() throws Exception {
    user("outside", outside);
    publisher.edos("channel", "grant", CHANNEL, "read", "user:outside").well();
    await("the mirror has a copy").until(() -> sees(outside));
    try (HttpClient http = HttpClient.newHttpClient()) {
      isHidden(http, outside);
    }
    publisher.edos("channel", "revoke", CHANNEL, "user:outside").well();
    await("the mirror has forgotten it").until(() -> !sees(outside));
  }

  private static HttpResponse<String> get(HttpClient http, URI address) throws Exception {
    return http.send(
        HttpRequest.newBuilder(address).build(),
        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
