package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.edos.app.web.Browser.Seen;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is shown of a package, another file and a collection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnitPageTest {
  private static final String LONG = "x" + "y".repeat(80);

  private TestDaemon daemon;
  private Browser browser;

  @BeforeAll
  void aPublisher(@TempDir Path folder) throws Exception {
    daemon = TestDaemon.publisher(folder.resolve("home"));
    browser = daemon.browser();
    Path tree = daemon.tree(TestData.debs().size());
    MadeDebs.write(
        tree,
        LONG,
        "1.0",
        "Homepage: javascript:alert(1)",
        "Depends: node-pump (>= 9) | node-once, no-such-package, node-wrappy");
    daemon.calls().stream(
        "/api/v1/publish",
        Map.of("tree", tree.toString(), "name", "debs", "version", "1"),
        event -> {},
        JsonNode.class);
  }

  @AfterAll
  void ends() {
    daemon.close();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private String id(String query) {
    JsonNode found = daemon.calls().tree("/api/v1/query?limit=1&q=" + encoded(query));
    return found.at("/answers/0/id").asString("");
  }

  private String page(String path) {
    Seen seen = browser.see(path);
    assertThat(seen.status()).as(seen.text()).isEqualTo(200);
    return seen.text();
  }

  private String part(String name, String query) {
    return page("/fragments/unit/" + name + "?id=" + encoded(id(query)));
  }

  @Test
  void aPackageIsShownWithAllThatIsKnownOfIt() {
    String page = page("/unit?id=" + encoded(id("name:node-pump")));

    assertThat(page).contains("3.0.0-5", "held here", "Save node-pump_3.0.0-5_all.deb");
    assertThat(page).contains("rel=\"noreferrer noopener external\"", "/api/v1/units?id=pkg%3Adeb");
    assertThat(page).contains("Download to this machine");
  }

  @Test
  void oneWalksFromWhatItNeedsToWhoNeedsIt() {
    String pump = part("around", "name:node-pump");

    assertThat(pump).contains("<svg", "node-end-of-stream", "/unit?id=pkg%3Adeb");
    assertThat(part("around", "name:node-once")).contains("Needed by", "node-pump 3.0.0-5");
    assertThat(part("closure", "name:node-pump")).contains("drags in");
  }

  @Test
  void alternativesAndWhatNobodyHasAreSaid() {
    String around = part("around", "name:" + LONG);

    assertThat(around).contains("node-pump &gt;= 9", "or", "node-once", "node-wrappy");
    assertThat(around).contains("no-such-package", "no release has it");
    assertThat(page("/unit?id=" + encoded(id("name:" + LONG))))
        .doesNotContain("href=\"javascript:")
        .contains("javascript:alert(1)");
  }

  @Test
  void otherVersionsStandInOrderWithTheirReleases() {
    String versions = part("versions", "name:ruby-jwt version:2.5.0-1");

    assertThat(versions).containsSubsequence("2.5.0-1+deb12u1", "2.5.0-1</bdi>", "this one");
    assertThat(versions).contains("debs@1");
  }

  @Test
  void whetherItCanBeInstalledIsFoundOutWithTheReason() {
    String id = id("name:" + LONG);
    Seen work = browser.submit("/unit/check", "id", id, "release", "debs@1");

    assertThat(PageWork.done(browser, work).text())
        .contains("cannot be installed in debs@1", "no-such-package");
  }

  @Test
  void otherFilesAndCollectionsHavePagesToo() {
    assertThat(page("/unit?id=" + encoded(id("kind:utility"))))
        .contains("/repo/debs%401/", "Save the file");
    assertThat(page("/unit?id=" + encoded(id("kind:collection name:debs"))))
        .contains("A collection of", "Members");
  }

  @Test
  void aUnitThatIsNowhereIsNotFound() {
    assertThat(browser.see("/unit?id=pkg:deb/debian/none@1?arch=all").status()).isEqualTo(404);
    assertThat(browser.see("/unit?id=%3Cscript%3E").text()).doesNotContain("<script>'");
    assertThat(browser.see("/unit").status()).isEqualTo(400);
  }

  @Test
  void whoMayNotReadIsSentToSignInBeforeAnythingIsChecked(@TempDir Path folder) {
    try (TestDaemon closed =
        TestDaemon.client(folder.resolve("closed"), java.util.List.of(), "web-open-here=false")) {
      Seen seen = closed.browser().submit("/unit/check", "id", "pkg:deb/debian/a@1?arch=all");

      assertThat(seen.text()).contains("Sign in");
    }
  }
}
