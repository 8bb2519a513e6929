package org.edos.systemtest;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine's own Chromium, driven as a person does. Every page it opens is watched: what a page
 * complains of on its console, and every request that would leave the machine, is a {@link
 * #complaints complaint}. Used by one thread.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int TIMEOUT = 60_000;

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> pardoned = new ArrayList<>();

  /** How a window is. */
  record Window(String name, int width, int height, ColorScheme scheme) {
    /** As most people have it. */
    static final Window USUAL = new Window("usual", 1280, 900, ColorScheme.LIGHT);

    /** Narrow and wide, light and dark. */
    static final List<Window> ALL =
        List.of(
            new Window("narrow-light", 360, 780, ColorScheme.LIGHT),
            new Window("narrow-dark", 360, 780, ColorScheme.DARK),
            new Window("wide-light", 1600, 1000, ColorScheme.LIGHT),
            new Window("wide-dark", 2560, 1300, ColorScheme.DARK));
  }

  Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(
                        program()
                            .orElseThrow(
                                () -> new IllegalStateException("install the package chromium")))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** Where the browser is, if the machine has one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A window of a person of their own: nothing is shared with other windows. */
  Page open(Window window) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(window.width(), window.height())
                .setColorScheme(window.scheme())
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    context.setDefaultTimeout(TIMEOUT);
    context.setDefaultNavigationTimeout(TIMEOUT);
    Page page = context.newPage();
    watch(page);
    return page;
  }

  /** Another tab of the same person. */
  Page tab(Page beside) {
    Page page = beside.context().newPage();
    watch(page);
    return page;
  }

  private void watch(Page page) {
    page.onConsoleMessage(message -> complain(page, message));
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onRequest(request -> {
      String host = String.valueOf(URI.create(request.url().replaceAll("[|\\s].*", "")).getHost());
      if (!request.url().startsWith("data:") && !host.equals("127.0.0.1")) {
        complaints.add(page.url() + " asked for " + request.url());
      }
    });
  }

  private void complain(Page page, ConsoleMessage message) {
    boolean bad = message.type().equals("error") || message.type().equals("warning");
    if (bad && pardoned.stream().noneMatch(message.text()::contains)) {
      complaints.add(page.url() + " (" + message.location() + "): " + message.text());
    }
  }

  /** What contains this is no complaint from now on. */
  void pardon(String... texts) {
    pardoned.addAll(Arrays.asList(texts));
  }

  /** Everything that pages complained of, and every request that would have left the machine. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
