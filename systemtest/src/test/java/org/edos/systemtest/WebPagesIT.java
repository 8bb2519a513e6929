package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page of a publisher, a mirror and a client, empty and in use, narrow and wide, light and
 * dark: it can be used by everybody (WCAG 2.2 AA, by axe-core), nothing sticks out of the window,
 * it complains of nothing and asks for nothing outside the machine. Pictures of all are in {@code
 * target/pages}.
 */
class WebPagesIT {
  private static final String LONG_NAME = "a-name-of-two-hundred-characters-" + "x".repeat(167);
  private static final Path PICTURES = Path.of("target/pages");

  /** Paths by a name for their pictures, besides those of the navigation. */
  private static final Map<String, String> ALWAYS =
      Map.of("sign-in", "/sign-in", "error", "/releases/nothing");

  private static final Map<String, String> IN_USE =
      Map.ofEntries(
          Map.entry("found", "/search?q=lib"),
          Map.entry("found-nothing", "/search?q=name:nothing-is-called-so"),
          Map.entry("query-with-an-error", "/search?q=name:("),
          Map.entry(
              "awkward", "/search?q=name:a-name-of*%20OR%20name:right-to-left%20OR%20name:markup"),
          Map.entry("unit", "/unit?id=pkg:deb/debian/ruby-jwt@2.5.0-1%3Farch=all"),
          Map.entry("long-unit", "/unit?id=pkg:deb/debian/" + LONG_NAME + "@1.0%3Farch=all"),
          Map.entry("release", "/releases/demo/1"),
          Map.entry("crowd", "/crowds/demo/1"),
          Map.entry("channel", "/channels/updates"));

  @TempDir Path folder;

  @Test
  @Timeout(1200)
  void everyPageIsGoodForEverybody() throws IOException {
    assumeTrue(Chromium.program().isPresent(), "needs chromium");
    Files.createDirectories(PICTURES);
    try (Neighbourhood neighbourhood = new Neighbourhood(folder);
        Chromium chromium = new Chromium()) {
      chromium.pardon("status of 404"); // the page of an error
      EdosDaemon publisher = neighbourhood.publisher();
      List<String> wrong = new ArrayList<>(look(chromium, "empty", publisher, ALWAYS));
      EdosDaemon mirror = neighbourhood.mirror(publisher);
      EdosDaemon client = neighbourhood.client("client", mirror);
      use(neighbourhood, publisher, client);
      for (EdosDaemon daemon : List.of(publisher, mirror, client)) {
        wrong.addAll(look(chromium, daemon.name(), daemon, IN_USE));
      }
      assertThat(wrong).isEmpty();
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  private void use(Neighbourhood neighbourhood, EdosDaemon publisher, EdosDaemon client)
      throws IOException {
    publisher
        .edos("publish", TestData.root().resolve("deb").toString(), "--release", "demo")
        .well();
    publisher.edos("channel", "create", "updates", "--description", "what is new").well();
    await("the client sees the channel")
        .until(() -> client.edos("channel", "list").output().contains("updates"));
    client.edos("subscribe", "updates").well();
    publisher.edos("publish", awkward().toString(), "--release", "awkward").well();
    String odd = "pkg:deb/debian/right-to-left@1.0?arch=all";
    publisher.edos("channel", "add", "updates", odd).well();
    publisher.edos("flashcrowd", "open", "demo", "--window", "1h").well();
    neighbourhood.seesEverywhere("awkward@1");
    await("the inbox has it").until(() -> client.http().tree("/api/v1/inbox").size() > 0);
  }

  /** Packages whose names and words are hard on a page. */
  private Path awkward() throws IOException {
    Path tree = folder.resolve("awkward");
    MadeDebs.write(tree, LONG_NAME, "1.0");
    MadeDebs.write(tree, "right-to-left", "1.0", "Section: \u05d0\u05d1\u05d2");
    MadeDebs.write(tree, "markup", "1.0", "Section: <script>alert(1)</script>");
    return tree;
  }

  private static List<String> look(
      Chromium chromium, String name, EdosDaemon daemon, Map<String, String> more) {
    List<String> wrong = new ArrayList<>();
    for (Chromium.Window window : Chromium.Window.ALL) {
      Page page = chromium.open(window);
      for (Map.Entry<String, String> path : paths(page, daemon, more).entrySet()) {
        String what = name + " " + path.getKey() + " " + window.name();
        Response answer = page.navigate(daemon.address() + path.getValue());
        page.waitForLoadState();
        page.waitForFunction("() => !document.querySelector('.htmx-request')");
        if (answer.status() != 200 && !path.getKey().equals("error")) {
          wrong.add(what + ": status " + answer.status());
        }
        Accessibility.violations(page).forEach(one -> wrong.add(what + ": " + one));
        if ((boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")) {
          wrong.add(what + ": wider than its window");
        }
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(what.replace(' ', '-') + ".png"))
                .setFullPage(true));
      }
      page.context().close();
    }
    return wrong;
  }

  /** Where the navigation leads to, and these. */
  private static Map<String, String> paths(Page page, EdosDaemon daemon, Map<String, String> more) {
    Map<String, String> paths = new TreeMap<>(more);
    page.navigate(daemon.address().toString());
    String links = "[...document.querySelectorAll('nav.pages a')].map(a => a.pathname)";
    for (Object path : (List<?>) page.evaluate(links)) {
      paths.put(path.equals("/") ? "overview" : path.toString().substring(1), path.toString());
    }
    return paths;
  }
}
