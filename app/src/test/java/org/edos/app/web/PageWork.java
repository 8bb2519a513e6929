package org.edos.app.web;

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
  private static final int TRIES = 300;

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
    for (int i = 0; i < TRIES; i++) {
      String now = browser.part(part.group(1)).text();
      Matcher done = DONE.matcher(now);
      Matcher failed = FAILED.matcher(now);
      if (done.find()) {
        Seen led = browser.see(done.group(1).replace("&amp;", "&"));
        return new Seen(led.status(), now + led.text(), "");
      }
      if (failed.find()) {
        return new Seen(200, now, "");
      }
      pause();
    }
    throw new AssertionError("it does not end: " + page.text());
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
