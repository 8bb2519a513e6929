package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The audit log on the pages of a publisher, where this machine is a stranger like any other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditPageTest {
  private static final int CHANNELS = 60;
  private static final String PASSWORD = "a long pass-word";

  private TestDaemon daemon;
  private Browser browser;

  @BeforeAll
  void doThings(@TempDir Path folder) {
    daemon = TestDaemon.publisher(folder.resolve("home"), "web-open-here=false");
    daemon.calls().post("/api/v1/password", Map.of("password", PASSWORD), JsonNode.class);
    browser = daemon.browser();
    browser.see("/sign-in");
    browser.submit("/sign-in", "secret", PASSWORD, "to", "/audit");
    assertThat(browser.see("/audit").text()).contains("Nothing was done with this publisher yet");
    for (int i = 1; i <= CHANNELS; i++) {
      daemon
          .calls()
          .post(
              "/api/v1/channels",
              Map.of("name", "news-%02d".formatted(i), "description", "d"),
              JsonNode.class);
    }
  }

  @AfterAll
  void close() {
    daemon.close();
  }

  @Test
  void theNewestLinesComeFirstAndOlderOnesFollow() {
    Seen newest = browser.see("/audit");
    assertThat(newest.text())
        .contains("news-60", "news-11", "60 lines in all", "channel create")
        .doesNotContain("news-10");
    assertThat(newest.text().indexOf("news-60")).isLessThan(newest.text().indexOf("news-59"));
    Matcher older = Pattern.compile("<a href=\"([^\"]*)\">Older</a>").matcher(newest.text());
    assertThat(older.find()).isTrue();
    assertThat(browser.see(older.group(1).replace("&amp;", "&")).text())
        .contains("news-10", "news-01")
        .doesNotContain("news-11");
  }

  @Test
  void linesAreAskedForByWhoWhatAndOutcome() throws IOException {
    assertThat(browser.see("/audit?who=OWNER&action=CHANNEL_CREATE&outcome=DONE").text())
        .contains("news-60");
    assertThat(browser.see("/audit?action=RETIRE").text()).contains("No line is like this");
    assertThat(browser.see("/audit?who=nobody").text()).contains("No line is like this");
    assertThat(browser.see("/audit?action=BAKE").status()).isEqualTo(400);
    assertThat(browser.see("/audit?before=x").status()).isEqualTo(400);
  }

  @Test
  void theChainOfHashesIsChecked() {
    browser.see("/audit");
    String checked = PageWork.done(browser, browser.submit("/audit/verify")).text();
    assertThat(checked).contains("60 lines as they were written; the last has the hash");
    browser.see("/audit");
    Seen missing = browser.submit("/audit/verify", "contains", "0".repeat(64));
    assertThat(PageWork.done(browser, missing).text()).contains("tampered with");
  }

  @Test
  void aStrangerIsSentToSignIn() {
    Seen refused = daemon.browser().see("/audit");
    assertThat(refused.status()).isEqualTo(303);
    assertThat(refused.to()).isEqualTo("/sign-in?to=%2Faudit");
    assertThat(daemon.browser().see("/publish").to()).startsWith("/sign-in");
    assertThat(daemon.browser().part("/fragments/audit").status()).isEqualTo(403);
  }
}
