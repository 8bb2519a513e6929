package org.edos.app.web;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.app.web.Browser.Seen;

/** Waits in a browser for what a page began. */
final class PageWork {
  private static final Pattern PART = Pattern.compile("data-live=\"(/fragments/work/[^\"]*)\"");
  private static final Pattern DONE =
      Pattern.compile("<p class=\"notice done\">.*<a href=\"([^\"]*)\">");
  private static final Pattern FAILED =
      Pattern.compile("<p class=\"notice problem\" role=\"alert\"[^>]*>([^<]*)</p>");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private PageWork() {}

  /**
   * The page that something long leads to, behind what was told of it; the page given, where it was
   * done within a moment.
   */
  static Seen done(Browser browser, Seen page) {
    Matcher part = PART.matcher(page.text());
    if (!part.find()) {
      return page;
    }
    String ended =
        await()
            .atMost(PATIENCE)
            .until(
                () -> browser.part(part.group(1)).text(),
                now -> DONE.matcher(now).find() || FAILED.matcher(now).find());
    Matcher done = DONE.matcher(ended);
    if (!done.find()) {
      return new Seen(200, ended, "");
    }
    Seen led = browser.see(done.group(1).replace("&amp;", "&"));
    return new Seen(led.status(), ended + led.text(), "");
  }
}
