package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.web.Browser.Seen;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Searching for units, and fetching what was found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchPageTest {
  private static final Pattern ANSWER = Pattern.compile("<li class=\"answer\">");
  private static final Pattern FURTHER = Pattern.compile("hx-get=\"(/fragments/search[^\"]+)\"");
  private static final Pattern SELECTABLE = Pattern.compile("name=\"id\" value=\"([^\"]+)\"");

  private TestDaemon daemon;
  private Browser browser;

  @BeforeAll
  void aPublisherOfDebsAndRpms(@TempDir Path folder) throws Exception {
    daemon = TestDaemon.publisher(folder.resolve("home"));
    browser = daemon.browser();
    Path debs = daemon.tree(TestData.debs().size());
    MadeDebs.write(
        debs, "x" + "y".repeat(80), "1.0", "Homepage: javascript:alert(1)", "Section: <b>web</b>");
    publish(debs, "debs");
    Path rpms = Files.createDirectory(folder.resolve("rpms"));
    for (Path rpm : TestData.rpms()) {
      Files.copy(rpm, rpms.resolve(rpm.getFileName().toString()));
    }
    publish(rpms, "rpms");
  }

  @AfterAll
  void ends() {
    daemon.close();
  }

  private void publish(Path tree, String name) {
    daemon.calls().stream(
        "/api/v1/publish",
        Map.of("tree", tree.toString(), "name", name, "version", "1"),
        event -> {},
        JsonNode.class);
  }

  private String page(String path) {
    Seen seen = browser.see(path);
    assertThat(seen.status()).isEqualTo(200);
    return seen.text();
  }

  private static long answers(String page) {
    return ANSWER.matcher(page).results().count();
  }

  private static List<String> all(Pattern pattern, String page) {
    return pattern.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private static String unescaped(String attribute) {
    return attribute.replace("&amp;", "&").replace("&#34;", "\"").replace("&#39;", "'");
  }

  @Test
  void wordsFieldsAndTheFormsOwnFieldsNarrowTogether() {
    String page = page("/search?q=node&name=node-pump&format=rpm");

    assertThat(page).contains("1 answer", "node-pump");
    assertThat(answers(page)).isEqualTo(1);
    assertThat(page).contains("Format: rpm", "href=\"/search?q=node&amp;name=node-pump\"");
  }

  @Test
  void versionsSizesAndAnyOtherFieldAreComparedAsTheySay() {
    assertThat(answers(page("/search?name=ruby-jwt&version=%3E2.5.0-1"))).isEqualTo(1);
    assertThat(answers(page("/search?kind=package&min=1GB"))).isZero();
    assertThat(page("/search?field=source&value=node-pump&format=deb")).contains("1 answer");
  }

  @Test
  void xpathReturnsItsNodesAndItsErrorsShowThePlace() {
    assertThat(page("/search?language=xpath&q=/package%5Bname%3D%22node-pump%22%5D/summary"))
        .contains("&lt;summary&gt;small node module");

    assertThat(page("/search?language=xpath&q=/package%5Bname")).contains("<pre", "    ", "^");
    assertThat(page("/search?q=size%3Cbig")).contains("This query cannot be read", "^");
  }

  @Test
  void furtherAnswersFollowWhereTheFirstOnesEnd() {
    String first = page("/search?q=*&sort=name");
    assertThat(answers(first)).isEqualTo(SearchForm.ANSWERS);
    String further = unescaped(all(FURTHER, first).getFirst());
    Seen rest = browser.part(further);

    assertThat(rest.text()).doesNotContain("<html", all(SELECTABLE, first).getLast());
    assertThat(answers(rest.text())).isPositive();
  }

  @Test
  void facetsCountWhatEachValueWouldLeave() {
    String facets = browser.part("/fragments/facets?q=node").text();

    assertThat(facets).contains("<h3>Format</h3>", "/search?q=node&amp;format=rpm");
    Matcher rpms =
        Pattern.compile("format=rpm\"><bdi>rpm</bdi> <span class=\"n\">(\\d+)<").matcher(facets);
    assertThat(rpms.find()).isTrue();
    assertThat(page("/search?q=node&format=rpm")).contains(rpms.group(1) + " answers");
  }

  @Test
  void aFacetsValueIsNoComparisonWhateverItBeginsWith() {
    String section = "&section=%3Cb%3Eweb%3C%2Fb%3E";
    assertThat(page("/search?q=name:xy*" + section)).contains("1 answer");
    assertThat(page("/search?q=name:xy*&version=%3E%3D0.5")).contains("1 answer");
  }

  @Test
  void namesAreSuggestedAndWhatWasMeantIsTooWhereNothingMatches() {
    assertThat(browser.part("/fragments/suggestions?prefix=node-in").text())
        .contains("role=\"option\"", "node-inflight", "node-inherits");
    assertThat(page("/search?q=node-pumq")).contains("Nothing matches", "/fragments/unfound?q=");
    assertThat(browser.part("/fragments/unfound?q=pumq").text()).contains("Words are compared");
    assertThat(browser.part("/fragments/unfound?q=debugbroke").text()).contains("debugbreak");
  }

  @Test
  void whatIsSelectedIsFetchedAndItsFilesAreGiven() {
    List<String> found = all(SELECTABLE, page("/search?q=name:node-pump"));
    Seen work = browser.submit("/get", "id", unescaped(found.getFirst()));
    String files = PageWork.done(browser, work).text();

    assertThat(files).contains("download=\"node-pump");
    String content = files.replaceAll("(?s).*href=\"(/content/sha256/[0-9a-f]+)\".*", "$1");
    assertThat(browser.part(content).status()).isEqualTo(200);
  }

  @Test
  void aFormWithoutItsMarkFetchesNothing() {
    assertThat(browser.post("/get", "", "id", "pkg:deb/debian/node-pump@3.0.0-5?arch=all").status())
        .isNotEqualTo(200);
    assertThat(browser.submit("/get").text()).contains("othing is selected");
  }

  @Test
  void aClientWhoseMirrorIsAwaySaysSo(@TempDir Path folder) throws IOException {
    try (TestDaemon client =
        TestDaemon.client(
            folder.resolve("client"), List.of(java.net.URI.create("http://127.0.0.1:9")))) {
      Seen page = client.browser().see("/search?q=node");

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text()).contains("does not answer", "Try again", "/inbox");
      assertThat(client.browser().see("/unit?id=pkg:deb/debian/a@1?arch=all").text())
          .contains("does not answer", "Try again");
    }
  }
}
