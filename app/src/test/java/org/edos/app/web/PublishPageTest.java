package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.web.Browser.Seen;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A repository is chosen, looked at and published on the pages of a publisher. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishPageTest {
  private static final Pattern FIELD =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

  private TestDaemon daemon;
  private Browser browser;
  private Path folder;
  private Path shelf;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.shelf = Files.createDirectories(folder.resolve("shelf"));
    daemon = TestDaemon.publisher(folder.resolve("home"), "publish-from=" + shelf);
    browser = daemon.browser();
  }

  @AfterAll
  void close() {
    daemon.close();
  }

  /** A folder of made packages, of which one needs another. */
  private Path tree(String name, String... versions) throws IOException {
    Path tree = Files.createDirectories(folder.resolve(name));
    for (String version : versions) {
      String[] parts = version.split(" ", 3);
      MadeDebs.write(
          tree, parts[0], parts[1], parts.length > 2 ? new String[] {parts[2]} : new String[] {});
    }
    return tree;
  }

  private static String encoded(Path path) {
    return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
  }

  private Seen look(String... fields) {
    browser.see("/publish");
    return PageWork.done(browser, browser.submit("/publish/preview", fields));
  }

  /** Sends the form of a preview as it is. */
  private Seen publish(Seen preview) {
    String form = preview.text().substring(preview.text().indexOf("action=\"/publish\""));
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(form);
    while (field.find()) {
      if (!field.group(1).equals("edos-form")) {
        fields.add(field.group(1));
        fields.add(field.group(2));
      }
    }
    return PageWork.done(browser, browser.submit("/publish", fields.toArray(String[]::new)));
  }

  private JsonNode releases() {
    return daemon.calls().tree("/api/v1/releases");
  }

  @Test
  void aFolderIsChosenLookedAtAndPublished() throws IOException {
    Path tree = daemon.tree(5);
    assertThat(browser.see("/publish?tree=" + encoded(folder)).text())
        .contains("tree=" + encoded(tree))
        .contains("<span class=\"badge good\">packages</span>");
    assertThat(browser.see("/publish?tree=" + encoded(tree)).text())
        .contains("5 .deb files. Edos writes the indexes");

    Seen preview = look("as", "release", "tree", tree.toString(), "name", "tools");
    assertThat(preview.text())
        .contains("<h1>Publish tools@1?</h1>")
        .contains("Nothing is published yet")
        .contains("It would be the first release of this name");
    assertThat(releases().toString()).doesNotContain("tools@1");

    Seen release = publish(preview);
    assertThat(release.text()).contains("<h1>tools@1</h1>").contains("tools@1 is published");
    assertThat(releases().toString()).contains("tools@1");
  }

  @Test
  void whatDiffersFromTheLastReleaseIsShownBeforeItIsPublished() throws IOException {
    Path tree = tree("suite", "library 1.0", "editor 1.0 Depends: library (>= 1.0)", "game 1.0");
    publish(look("as", "release", "tree", tree.toString(), "name", "suite"));
    Files.delete(tree.resolve(MadeDebs.fileName("library", "1.0")));
    Files.delete(tree.resolve(MadeDebs.fileName("game", "1.0")));
    tree("suite", "game 2.0", "painter 1.0");

    String text = look("as", "release", "tree", tree.toString(), "name", "suite").text();

    assertThat(text)
        .contains("This is what would differ from <bdi>suite@1</bdi>")
        .contains("<bdi>painter</bdi></td><td><span class=\"badge good\">added</span>")
        .contains("<bdi>library</bdi></td><td><span class=\"badge bad\">removed</span>")
        .contains("<bdi>game</bdi></td><td><span class=\"badge \">changed</span>")
        .contains("Cannot be installed any more")
        .contains("editor 1.0 needs library (&gt;= 1.0), which nothing has");
  }

  @Test
  void packagesAreAddedToAMovingReleaseAndAChannelIsTold() throws IOException {
    Path tree = tree("rolling", "one 1.0", "two 1.0");
    Seen first = publish(look("as", "update", "tree", tree.toString(), "name", "rolling"));
    assertThat(first.text()).contains("rolling@current is number");
    Path more = tree("more", "three 1.0", "unwanted 1.0");
    assertThat(browser.see("/publish?as=add&tree=" + encoded(more)).text())
        .contains("name=\"file\" value=\"three_1.0_all.deb\"");

    Seen preview =
        look(
            "as",
            "add",
            "tree",
            more.toString(),
            "file",
            "three_1.0_all.deb",
            "name",
            "rolling",
            "channel",
            "rolling-news");
    assertThat(preview.text())
        .contains("<bdi>three</bdi></td><td><span class=\"badge good\">added</span>")
        .doesNotContain("unwanted");
    assertThat(publish(preview).text()).contains("with 1 change");

    assertThat(daemon.calls().tree("/api/v1/channels/rolling-news/events").toString())
        .contains("three");
    assertThat(browser.see("/releases/rolling").text())
        .contains("What updates changed")
        .contains("<bdi>three</bdi>");
    Seen frozen = browser.submit("/releases/rolling/freeze", "version", "r1");
    assertThat(frozen.text()).contains("<h1>rolling@r1</h1>");
  }

  @Test
  void aTornTreeIsRefused() throws IOException {
    Path suite = Files.createDirectories(folder.resolve("torn/dists/x"));
    Files.writeString(
        suite.resolve("Release"),
        "Suite: x\nCodename: x\nComponents: main\nArchitectures: all\nSHA256:\n "
            + "0".repeat(64)
            + " 99 main/binary-all/Packages\n");
    Path tree = folder.resolve("torn");

    assertThat(browser.see("/publish?tree=" + encoded(tree)).text())
        .contains("An apt repository with the suite x");

    assertThat(look("as", "release", "tree", tree.toString(), "name", "torn").text())
        .contains("The tree is torn: dists/x/Release");
  }

  @Test
  void whatIsNoFolderOrNoNameIsToldInASentence() throws IOException {
    assertThat(browser.see("/publish?tree=/no/such/folder").text())
        .contains("There is no folder /no/such/folder");
    Path file = Files.writeString(folder.resolve("a-file"), "");
    assertThat(browser.see("/publish?tree=" + encoded(file)).text()).contains("is a file");
    assertThat(browser.see("/publish?tree=relative").status()).isEqualTo(400);
    assertThat(look("as", "release", "tree", folder.toString(), "name", "n".repeat(128)).text())
        .contains("class=\"notice problem\"")
        .contains("at most 100")
        .contains("name=\"tree\" value=\"" + folder + "\"");
    assertThat(look("as", "add", "tree", shelf.toString(), "name", "x").text())
        .contains("Choose the packages that are to be added");
  }

  @Test
  void aProgramChoosesFromItsFoldersAlone() throws IOException {
    tree("shelf/debs", "shelved 1.0");
    Path outside = tree("outside", "secret 1.0");
    String secret =
        daemon
            .calls()
            .post(
                "/api/v1/tokens",
                Map.of("name", "nightly", "scopes", List.of("publish:nightly", "read")),
                JsonNode.class)
            .path("secret")
            .asString("");
    Browser program = daemon.browser();
    program.see("/sign-in");
    program.submit("/sign-in", "secret", secret, "to", "/publish");

    assertThat(program.see("/publish").text()).contains(shelf.toString());
    assertThat(program.see("/publish?tree=" + encoded(outside)).status()).isEqualTo(403);
    assertThat(program.see("/publish?tree=" + encoded(shelf.resolve("debs"))).status())
        .isEqualTo(200);
    program.see("/publish");
    assertThat(
            program
                .submit(
                    "/publish/preview",
                    "as",
                    "release",
                    "tree",
                    shelf.resolve("debs").toString(),
                    "name",
                    "others")
                .text())
        .contains("does not reach so far");
  }

  @Test
  void aFormWithoutItsMarkPublishesNothing() throws IOException {
    Path tree = daemon.tree(1);
    browser.see("/publish");
    browser.post("/publish", "", "as", "release", "tree", tree.toString(), "name", "forged");
    assertThat(releases().toString()).doesNotContain("forged");
  }
}
