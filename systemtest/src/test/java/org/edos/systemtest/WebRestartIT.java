package org.edos.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages stay open while their daemon is killed and started again. */
class WebRestartIT {
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  @TempDir Path folder;

  @Test
  void pagesThatWereOpenAreRightAgainByThemselves() {
    assumeTrue(Chromium.program().isPresent(), "needs chromium");
    try (Neighbourhood neighbourhood = new Neighbourhood(folder);
        Chromium chromium = new Chromium()) {
      EdosDaemon publisher = neighbourhood.publisher();
      Page first = chromium.open(Chromium.Window.USUAL);
      first.navigate(publisher.address().toString());
      Page second = chromium.tab(first);
      second.navigate(publisher.address() + "/releases");
      Locator connection = first.locator("#connection");
      assertThat(connection).isHidden();

      publisher.kill9();
      assertThat(connection).containsText("does not answer", PATIENTLY);
      assertThat(second.locator("#connection")).containsText("does not answer", PATIENTLY);

      publisher.restart();
      assertThat(connection).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(60_000));
      String tree = TestData.root().resolve("deb").toString();
      publisher.edos("publish", tree, "--release", "since").well();
      assertThat(first.locator("#main")).containsText("since", PATIENTLY);
      assertThat(second.locator("#main")).containsText("since", PATIENTLY);
    }
  }
}
