package org.edos.bench.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.edos.bench.OtherProgram;
import org.edos.core.EdosException;

/** Tabs of the machine's Chromium, each in a window of its own so that all are seen. */
final class Tabs implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;
  private final List<Page> pages = new ArrayList<>();

  /** Opens so many tabs of one person at an address. */
  Tabs(int count, String address) {
    Path chromium =
        OtherProgram.find("chromium")
            .orElseThrow(() -> EdosException.notFound("chromium is not here; install it"));
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    BrowserContext person = browser.newContext();
    for (int i = 0; i < count; i++) {
      Page page = person.newPage();
      page.navigate(address);
      pages.add(page);
    }
  }

  /** How often live parts were drawn anew in all tabs until now. */
  long drawn() {
    return pages.stream()
        .mapToLong(page ->
            ((Number)
                    page.evaluate(
                        "performance.getEntriesByType('resource').filter(r =>"
                            + " r.name.includes('/fragments/')).length"))
                .longValue())
        .sum();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
