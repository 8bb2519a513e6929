package org.edos.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.testkit.MadeDebs;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Section 4 of the paper, all of it by clicking: a publisher, two mirrors and two clients, which
 * are empty at first, in a browser. At the end a real apt installs what came. Pictures are in
 * {@code target/tour}; with {@code -Dedos.tour=write} those of docs/tour are taken anew.
 */
class WebTourIT {
  private static final int PATIENCE = 90_000;
  private static final int MAPS = 40;
  private static final long SEED = 2007;
  private static final ContainsTextOptions PATIENTLY =
      new ContainsTextOptions().setTimeout(PATIENCE);
  private static final Pattern JOINING = Pattern.compile("\\./edos mirror --join '([^']+)'");
  private static final Pattern REPOSITORY = Pattern.compile("http://[0-9.:]+/repo/[^\\s]*");

  @TempDir Path folder;
  private final Path pictures =
      "write".equals(System.getProperty("edos.tour"))
          ? Path.of("../docs/tour")
          : Path.of("target/tour");
  private final Chromium chromium = new Chromium();
  private int picture;

  @AfterEach
  void end() {
    chromium.close();
  }

  @Test
  @Timeout(900)
  void thePapersDemonstrationIsDoneInTheBrowser() throws Exception {
    assumeTrue(Chromium.program().isPresent(), "needs chromium");
    assumeTrue(RealApt.present(), "needs apt-get and dpkg");
    Files.createDirectories(pictures);
    try (Neighbourhood neighbourhood = new Neighbourhood(folder)) {
      EdosDaemon publisher = neighbourhood.publisher();
      Page desk = open(publisher);
      picture(desk, "empty");
      EdosDaemon north = mirror(neighbourhood, "north", invitation(desk, "north"));
      picture(desk, "invitation");
      EdosDaemon south = mirror(neighbourhood, "south", invitation(desk, "south"));
      EdosDaemon ann = neighbourhood.client("ann", north);
      EdosDaemon ben = neighbourhood.client("ben", south);
      List<Page> clients = List.of(open(ann), open(ben));

      publishing(desk, clients);
      flashCrowd(desk, clients);
      querying(clients.getFirst());
      subscribing(desk, clients);
      installing(clients.getFirst(), publisher);
      whatIsLeft(desk, clients.getFirst());
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  /** Invites a mirror; gives what the line that starts it says to join. */
  private static String invitation(Page desk, String name) {
    go(desk, "Mirrors");
    desk.getByLabel("Name of the mirror").fill(name);
    desk.getByRole(AriaRole.BUTTON, button("Invite a mirror")).click();
    Matcher line = JOINING.matcher(desk.locator("#invitation").textContent());
    assertThat(line.matches()).isTrue();
    return line.group(1);
  }

  private static EdosDaemon mirror(Neighbourhood all, String name, String invitation) {
    return all.start(name, "mirror", "--join", invitation);
  }

  private Page open(EdosDaemon daemon) {
    Page page = chromium.open(Chromium.Window.USUAL);
    page.navigate(daemon.address().toString());
    return page;
  }

  /** Part 1: R1 is published, and everybody sees it. */
  private void publishing(Page desk, List<Page> clients) throws IOException {
    publish(desk, tree("r1", "ros-", "libjs-", "node-", "libtllist-"), "R1", 0, true);
    picture(desk, "published");
    for (Page client : clients) {
      go(client, "Releases");
      seen(client, "R1");
    }
    picture(clients.getFirst(), "releases");
  }

  /** Part 2: R2 is published with a flash crowd, which both clients join, from a slow line. */
  private void flashCrowd(Page desk, List<Page> clients) throws IOException {
    go(desk, "Downloads and shares");
    desk.locator("main [name=upload]").fill("2MB");
    desk.getByRole(AriaRole.BUTTON, button("Change")).click();
    Path tree = tree("r2", "ros-", "libjs-", "ruby-", "python3-");
    maps(tree);
    publish(desk, tree, "R2", 25, false);
    for (Page client : clients) {
      go(client, "Flash crowds");
      client.locator("main").getByRole(AriaRole.LINK, named("R2")).first().click();
      if (client == clients.getLast()) {
        client.getByText("packages that match a query").click();
        client.locator("main [name=query]").fill("name:map-1* OR ruby");
      }
      client.getByRole(AriaRole.BUTTON, button("Join the flash crowd")).click();
    }
    go(desk, "Flash crowds");
    desk.locator("main").getByRole(AriaRole.LINK, named("R2")).first().click();
    assertThat(desk.locator("main")).containsText("wish list", PATIENTLY);
    picture(desk, "wish-lists");
    assertThat(desk.locator("#crowd"))
        .containsText(Pattern.compile("swarming|over|finished"), PATIENTLY);
    Neighbourhood.await("both are done")
        .until(() ->
            desk.locator("#crowd")
                .textContent()
                .matches("(?s).*Peers done\\s*([1-9]) of \\1\\b.*"));
    picture(desk, "clusters");
    clients.getFirst().locator("main .notice a").first().click();
    assertThat(clients.getFirst().locator("main")).containsText("Hand in another", PATIENTLY);
    picture(clients.getFirst(), "joined");
  }

  /** Part 3: a query, and a download of some of its answers. */
  private void querying(Page client) {
    go(client, "Search");
    client.locator("main form.search-form [name=q]").fill("size<2MB ruby");
    client.locator("main form.search-form .asking button").click();
    Locator first = client.locator("#answers input[type=checkbox]").first();
    assertThat(first).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
    first.check();
    client.locator("#answers input[type=checkbox]").nth(1).check();
    assertThat(client.locator("main")).not().containsText("Counting", PATIENTLY);
    picture(client, "query");
    String unit =
        String.valueOf(client.locator("#answers li.answer a").first().getAttribute("href"));
    client.getByRole(AriaRole.BUTTON, button("Download selected")).click();
    assertThat(client.locator("main .notice.done"))
        .isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
    picture(client, "downloaded");
    client.navigate(URI.create(client.url()).resolve(unit).toString());
    picture(client, "package");
  }

  /** Part 4: a channel, subscriptions to it, R3, and what of it each subscriber hears of. */
  private void subscribing(Page desk, List<Page> clients) throws IOException {
    go(desk, "Channels");
    desk.locator("#new-name").fill("updates");
    desk.locator("#new-description").fill("What is new in R3");
    desk.getByRole(AriaRole.BUTTON, button("Create")).click();
    seen(desk, "updates");
    List<String> filters = List.of("", "name:debugbreak");
    for (Page client : clients) {
      go(client, "Channels");
      seen(client, "updates");
      client.locator("#channels").getByRole(AriaRole.LINK, named("updates")).first().click();
      client.locator("#filter-new").fill(filters.get(clients.indexOf(client)));
      client.locator("#action-new").selectOption("download");
      client.getByRole(AriaRole.BUTTON, button("Subscribe")).click();
      assertThat(client.locator("ul.subscriptions")).isVisible();
    }
    publish(desk, tree("r3", "debugbreak", "node-once"), "R3", 0, false);
    go(desk, "Channels");
    desk.locator("#channels").getByRole(AriaRole.LINK, named("updates")).first().click();
    desk.locator("#add-query").fill("name:debugbreak OR name:node-once");
    desk.getByRole(AriaRole.BUTTON, button("Add to the channel")).click();
    picture(desk, "channel");
    for (Page client : clients) {
      go(client, "Inbox");
      assertThat(client.locator("#inbox")).containsText("debugbreak", PATIENTLY);
    }
    assertThat(clients.getFirst().locator("#inbox")).containsText("node-once", PATIENTLY);
    assertThat(clients.getLast().locator("#inbox")).not().containsText("node-once");
    assertThat(clients.getFirst().locator("#inbox")).not().containsText("under way", PATIENTLY);
    picture(clients.getFirst(), "inbox");
  }

  /**
   * A real apt with the lines of the client's page, and one that goes on to use another server's
   * repository, through the client.
   */
  private void installing(Page client, EdosDaemon publisher) throws IOException {
    go(client, "Set up apt and dnf");
    client.locator("main").getByRole(AriaRole.LINK, named("R3")).first().click();
    Matcher repository = REPOSITORY.matcher(client.locator("#lines").textContent());
    assertThat(repository.find()).isTrue();
    RealApt apt =
        new RealApt(
            Files.createDirectories(folder.resolve("apt")),
            URI.create(repository.group()),
            publisher.http().bytes("/api/v1/openpgp-key"));
    apt.aptGet("update").well();
    apt.aptGet("install", "debugbreak").well();
    assertThat(apt.status("debugbreak")).startsWith("install ok installed");
    assertThat(client.locator("#asks")).containsText("yes", PATIENTLY);
    picture(client, "set-up");

    RealApt through =
        new RealApt(
            Files.createDirectories(folder.resolve("apt-through")),
            publisher.address().resolve("/repo/R3"),
            "edos",
            Optional.of(URI.create(client.url()).resolve("/")),
            publisher.http().bytes("/api/v1/openpgp-key"));
    through.aptGet("update").well();
    through.aptGet("install", "debugbreak").well();
    assertThat(through.status("debugbreak")).startsWith("install ok installed");
  }

  private void whatIsLeft(Page desk, Page client) {
    go(desk, "Mirrors");
    desk.getByRole(AriaRole.BUTTON, button("Look")).click();
    assertThat(desk.locator("#mirrors")).containsText("north", PATIENTLY);
    assertThat(desk.locator("#mirrors")).not().containsText("behind", PATIENTLY);
    picture(desk, "mirrors");
    desk.getByText("Have mirrors fetch a release").scrollIntoViewIfNeeded();
    picture(desk, "holders");
    for (String place : List.of("Audit log", "Overview")) {
      go(desk, place);
      picture(desk, place.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }
    for (String place : List.of("Downloads and shares", "Savings", "Doctor")) {
      go(client, place);
      assertThat(client.locator("main")).not().containsText("The checks are made", PATIENTLY);
      picture(client, place.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }
  }

  private void publish(Page desk, Path tree, String name, int window, boolean pictured) {
    go(desk, "Publish");
    desk.getByLabel("Path of the folder").fill(tree.toString());
    desk.getByRole(AriaRole.BUTTON, button("Go")).click();
    desk.getByLabel("Name of the release").fill(name);
    if (window > 0) {
      desk.getByLabel("Open a flash crowd for").fill(Integer.toString(window));
    }
    if (pictured) {
      picture(desk, "choose");
    }
    desk.getByRole(AriaRole.BUTTON, button("See what would be published")).click();
    Locator publish = desk.locator("main form[action='/publish'] button");
    assertThat(publish).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
    if (pictured) {
      picture(desk, "preview");
    }
    publish.click();
    assertThat(desk.locator("main .notice.done").first())
        .isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
  }

  /** Goes by the navigation. */
  private static void go(Page page, String place) {
    page.locator("nav.pages")
        .getByRole(
            AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + place)))
        .click();
  }

  private static Locator.GetByRoleOptions named(String text) {
    return new Locator.GetByRoleOptions().setName(Pattern.compile(text));
  }

  private static Page.GetByRoleOptions button(String text) {
    return new Page.GetByRoleOptions().setName(text).setExact(true);
  }

  /** A page that is kept live shows this by itself, sooner or later. */
  private static void seen(Page page, String text) {
    Neighbourhood.await("the page shows " + text)
        .until(() -> {
          if (page.locator("main").textContent().contains(text)) {
            return true;
          }
          page.reload();
          return false;
        });
  }

  private void picture(Page page, String name) {
    String file = "%02d-%s.jpg".formatted(++picture, name);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(pictures.resolve(file))
            .setType(ScreenshotType.JPEG)
            .setQuality(60)
            .setAnimations(ScreenshotAnimations.DISABLED));
  }

  /** Packages that are large enough for their bytes to be shared out. */
  private static void maps(Path tree) throws IOException {
    Random random = new Random(SEED);
    for (int number = 0; number < MAPS; number++) {
      byte[] payload = new byte[400_000];
      random.nextBytes(payload);
      MadeDebs.write(tree, "map-" + number, "1.0", payload);
    }
  }

  /** A folder of the real packages whose names begin so. */
  private Path tree(String name, String... beginnings) throws IOException {
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
}
