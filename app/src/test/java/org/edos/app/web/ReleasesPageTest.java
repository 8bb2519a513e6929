package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.edos.app.web.Browser.Seen;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The releases on the pages of a publisher, and of a client that has nothing of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReleasesPageTest {
  private static final int MANY = 130;

  private TestDaemon daemon;
  private TestDaemon client;
  private Browser browser;
  private Path folder;

  @BeforeAll
  void publish(@TempDir Path folder) throws IOException {
    this.folder = folder;
    daemon = TestDaemon.publisher(folder.resolve("home"));
    browser = daemon.browser();
    assertThat(browser.see("/releases").text()).contains("Nothing is published yet");
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (int i = 0; i < MANY; i++) {
      MadeDebs.write(tree, "package-%03d".formatted(i), "1.0");
    }
    publish(tree, "demo");
    Files.delete(tree.resolve(MadeDebs.fileName("package-007", "1.0")));
    MadeDebs.write(tree, "newcomer", "1.0", "Depends: package-007");
    publish(tree, "demo");
    client = TestDaemon.client(folder.resolve("client"), List.of(daemon.address()));
  }

  private void publish(Path tree, String name) {
    browser.see("/publish");
    PageWork.done(
        browser,
        browser.submit("/publish", "as", "release", "tree", tree.toString(), "name", name));
  }

  @AfterAll
  void close() {
    client.close();
    daemon.close();
  }

  @Test
  void theReleasesAreListedTheNewestFirst() {
    String text = browser.see("/releases").text();
    assertThat(text.indexOf("/releases/demo/2\"")).isBetween(0, text.indexOf("/releases/demo/1\""));
    assertThat(text).contains("<span class=\"badge\">newest</span>");
    assertThat(browser.see("/releases/nothing-like-it").status()).isEqualTo(404);
    assertThat(browser.see("/releases/demo/77").status()).isEqualTo(404);
  }

  @Test
  void aReleaseSaysWhatIsInItPartByPart() {
    String text = browser.see("/releases/demo/2?kind=packages").text();
    assertThat(text)
        .contains("1 to 100 of 130")
        .contains("href=\"/repo/demo/2/\"")
        .contains("href=\"/crowds/demo/2\"")
        .contains("package-000")
        .doesNotContain("package-120");
    assertThat(browser.see("/releases/demo/2?kind=packages&p=2").text()).contains("package-120");
    assertThat(browser.see("/releases/demo/2?q=PACKAGE-12").text())
        .contains("package-120")
        .doesNotContain("package-000");
    assertThat(browser.see("/releases/demo/1").text()).contains("There is a newer release");
  }

  @Test
  void releasesAreComparedAndChecked() {
    browser.see("/releases/demo/2");
    String differences =
        PageWork.done(browser, browser.submit("/releases/demo/2/diff", "with", "demo@1")).text();
    assertThat(differences)
        .contains("<bdi>newcomer</bdi></td><td><span class=\"badge good\">added</span>")
        .contains("<bdi>package-007</bdi></td><td><span class=\"badge bad\">removed</span>");
    String check = PageWork.done(browser, browser.submit("/releases/demo/2/check")).text();
    assertThat(check).contains("newcomer 1.0 needs package-007, which nothing has");
  }

  @Test
  void aClientSeesWhatItLacksAndFetchesIt() {
    Browser elsewhere = client.browser();
    Seen release = elsewhere.see("/releases/demo/1");
    assertThat(release.text()).contains("hx-get=\"/fragments/releases/demo/1\"");
    assertThat(elsewhere.part("/fragments/releases/demo/1").text())
        .contains("would have to be fetched")
        .contains("action=\"/releases/demo/1/fetch\"");
    assertThat(PageWork.done(elsewhere, elsewhere.submit("/releases/demo/1/fetch")).text())
        .contains("<h1>demo@1</h1>");
    assertThat(elsewhere.part("/fragments/releases/demo/1").text()).contains("Nothing is lacking");
    assertThat(elsewhere.see("/publish").status()).isEqualTo(404);
  }

  @Test
  void withdrawingIsAskedForAndNeedsTheName() throws IOException {
    publish(Files.createDirectories(folder.resolve("tree")), "passing");
    assertThat(browser.see("/releases/passing/1/unpublish").text())
        .contains("<h1>Withdraw passing@1?</h1>");
    assertThat(browser.submit("/releases/passing/1/unpublish", "release", "demo@1").text())
        .contains("To withdraw it, write its name and version");
    assertThat(browser.submit("/releases/passing/1/unpublish", "release", "passing@1").text())
        .contains("passing@1 is withdrawn")
        .doesNotContain("/releases/passing/1");
  }

  @Test
  void aClientWithoutItsPublisherSaysSo() {
    try (TestDaemon lonely =
        TestDaemon.client(folder.resolve("lonely"), List.of(URI.create("http://127.0.0.1:9")))) {
      Seen releases = lonely.browser().see("/releases");
      assertThat(releases.status()).isEqualTo(200);
      assertThat(releases.text()).contains("class=\"notice problem\"").contains("127.0.0.1:9");
    }
  }
}
