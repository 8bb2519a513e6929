package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a machine takes and gives, on its page. */
final class DownloadsPageTest {
  private Path folder = Path.of("");
  private TestDaemon publisher;
  private TestDaemon client;

  @BeforeEach
  void start(@TempDir Path given) throws IOException {
    folder = given;
    publisher = TestDaemon.publisher(folder.resolve("publisher"));
    publisher.publishes("tools", 3);
    client = TestDaemon.client(folder.resolve("client"), List.of(publisher.address()));
  }

  @AfterEach
  void close() {
    client.close();
    publisher.close();
  }

  private JsonNode get() {
    JsonNode found = client.calls().tree("/api/v1/query?q=name:*&limit=1").path("answers");
    return client.calls().stream(
        "/api/v1/get",
        Map.of("ids", List.of(found.path(0).path("id").asString())),
        event -> {},
        JsonNode.class);
  }

  @Test
  void whatWasAskedForIsListedAndWhatIsSharedIsNamed() {
    Browser user = client.browser();
    assertThat(user.see("/downloads").text())
        .contains("takes part in no flash crowd")
        .contains("Nothing was asked for since the daemon started")
        .contains("This machine is in no swarm");
    get();
    assertThat(user.part("/fragments/downloads").text())
        .contains("<span class=\"any\" dir=\"auto\">pkg:")
        .contains("all here")
        .contains("1 of 1 content");
    assertThat(user.see("/downloads/shared").text())
        .contains("release tools@1")
        .contains("group=tools%401");
    assertThat(user.see("/downloads/shared?group=tools%401").text())
        .contains(".deb</a>")
        .contains("1 to ");
    assertThat(user.see("/downloads/shared?group=gateway").text()).contains("None of this");
    assertThat(user.see("/downloads/shared?group=tools%401&after=x").status()).isEqualTo(400);
  }

  @Test
  void limitsAreChangedUntilTheDaemonEnds() {
    Browser user = client.browser();
    user.see("/downloads");
    Seen changed =
        user.submit(
            "/downloads/limits",
            "upload",
            "200KB/s",
            "download",
            "2MB",
            "schedule",
            "08:00-08:00=100KB/s",
            "leech",
            "yes");
    assertThat(changed.text())
        .contains("swarms send 16.0 kB/s and receive 2.00 MB/s")
        .contains("value=\"200KB\"")
        .contains("value=\"08:00-08:00=100KB/s\"")
        .contains("hardly anything is sent");
    assertThat(user.submit("/downloads/limits", "schedule", "always").text())
        .contains("An upload schedule is written");
    client.restart();
    assertThat(user.see("/downloads").text()).contains("limit: no limit").contains("value=\"0\"");
  }

  @Test
  void whatIsNotUnderWayCannotBePaused() {
    Browser user = client.browser();
    user.see("/downloads");
    assertThat(user.submit("/downloads/pause", "download", "77").text())
        .contains("No download 77 is under way");
    assertThat(user.submit("/downloads/pause", "crowd", "tools@1").text())
        .contains("has not joined a flash crowd of tools@1");
  }

  @Test
  void anExhaustedQuotaIsSaidAndAStrangerIsSentToSignIn() {
    publisher.close();
    publisher =
        TestDaemon.publisher(folder.resolve("publisher"), "store-quota=1KB", "web-open-here=false");
    assertThat(publisher.browser().see("/downloads").to()).isEqualTo("/sign-in?to=%2Fdownloads");
    client.close();
    client = TestDaemon.publisher(folder.resolve("other"), "store-quota=1KB");
    assertThat(client.browser().see("/downloads").text()).doesNotContain("is used up");
    publisher.close();
    publisher = TestDaemon.publisher(folder.resolve("publisher"), "store-quota=1KB");
    assertThat(publisher.browser().see("/downloads").text())
        .contains("quota of 1.00 kB is used up");
  }
}
