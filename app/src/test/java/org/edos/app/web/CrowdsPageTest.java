package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flash crowd from its opening to its end, on the pages of its publisher and of a client. */
final class CrowdsPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private static TestDaemon publisher;
  private static TestDaemon client;

  @BeforeAll
  static void start() throws IOException {
    publisher = TestDaemon.publisher(folder.resolve("publisher"));
    for (String release : List.of("tools", "quiet")) {
      publisher.publishes(release, 4);
    }
    client = TestDaemon.client(folder.resolve("client"), List.of(publisher.address()));
  }

  @AfterAll
  static void close() {
    client.close();
    publisher.close();
  }

  @Test
  void aFlashCrowdIsOpenedJoinedInPartFollowedAndClosed() {
    Browser owner = publisher.browser();
    assertThat(owner.see("/crowds").text())
        .contains("No flash crowd yet")
        .contains(">tools@1</option>")
        .contains("single: all that anybody wants in one torrent");
    Seen opened =
        owner.submit("/crowds/open", "release", "tools@1", "window", "4s", "strategy", "single");
    assertThat(opened.text())
        .contains("The flash crowd for tools@1 is open")
        .contains("data-until=")
        .contains("No wish list has arrived")
        .contains("nothing to compare before the first wish list");

    Browser user = client.browser();
    await()
        .atMost(PATIENCE)
        .until(() -> user.see("/crowds").text().contains("href=\"/crowds/tools/1\""));
    user.see("/crowds/tools/1");
    Seen looked =
        user.submit(
            "/crowds/join", "release", "tools@1", "part", "query", "query", "name:*", "do", "look");
    assertThat(ended(user, looked)).contains("is lacking").doesNotContain("is handed in");
    user.see("/crowds/tools/1");
    Seen joining = user.submit("/crowds/join", "release", "tools@1", "part", "whole", "do", "join");
    assertThat(ended(user, joining)).contains("The wish list is handed in");

    await()
        .atMost(PATIENCE)
        .until(() -> user.see("/crowds/tools/1").text().contains("all here, shared on"));
    await()
        .atMost(PATIENCE)
        .until(() -> owner.part("/fragments/crowds/tools/1").text().contains("1 of 1"));
    assertThat(owner.see("/crowds/tools/1").text())
        .contains("<svg class=\"matrix\"")
        .contains("Sent from here against one copy")
        .contains("The same in words")
        .contains("in use")
        .contains("per-package");
    assertThat(owner.see("/crowds/tools/1?from=1&up=0.5&down=2").text()).contains("value=\"0.5\"");
    assertThat(owner.see("/crowds/tools/1?from=none").status()).isEqualTo(400);

    owner.see("/crowds/tools/1");
    assertThat(owner.submit("/crowds/close", "release", "tools@1").text())
        .contains("is over")
        .contains("Open another one for this release");
  }

  private static String ended(Browser browser, Seen work) {
    assertThat(work.text()).contains("/fragments/work/");
    String part = work.text().replaceAll("(?s).*(/fragments/work/[0-9a-f-]+).*", "$1");
    await()
        .atMost(PATIENCE)
        .until(() -> !browser.part(part).text().contains("It goes on if you leave this page"));
    return browser.part(part).text();
  }

  @Test
  void aPartThatIsNotChosenWellIsSaidAndNothingIsJoined() {
    Browser user = client.browser();
    user.see("/crowds/quiet/1");
    Seen empty = user.submit("/crowds/join", "release", "quiet@1", "part", "query", "query", "");
    assertThat(empty.text()).contains("Write a query").contains("No flash crowd was announced");
    assertThat(user.see("/crowds").text()).doesNotContain("/crowds/quiet/1");
  }

  @Test
  void aFormWithoutItsMarkAndAnUnknownFlashCrowdAreRefused() {
    Browser owner = publisher.browser();
    owner.see("/crowds");
    Seen refused = owner.post("/crowds/open", "0".repeat(64), "release", "quiet@1");
    assertThat(owner.see(refused.to()).text())
        .contains("not made by this daemon")
        .doesNotContain("/crowds/quiet/1");
    assertThat(owner.see("/crowds/none/1").status()).isEqualTo(404);
  }
}
