package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and the password on the pages, where the owner sits at the machine. */
final class AccessPageTest {
  private TestDaemon daemon;
  private Browser browser;

  @BeforeEach
  void start(@TempDir Path folder) {
    daemon = TestDaemon.client(folder.resolve("home"), List.of());
    browser = daemon.browser();
    browser.see("/access");
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private Seen token(String name, String... more) {
    browser.see("/access");
    String[] fields = new String[2 + more.length];
    fields[0] = "name";
    fields[1] = name;
    System.arraycopy(more, 0, fields, 2, more.length);
    return browser.submit("/access/tokens", fields);
  }

  @Test
  void aTokenIsShownOnceListedAndRevoked() {
    Seen made = token("nightly", "scope", "read", "publish", "debian tools", "days", "30");
    assertThat(made.text()).containsPattern("<pre id=\"secret\">edos_[0-9a-f]{64}</pre>");

    Seen listed = browser.see("/access");
    assertThat(listed.text())
        .contains("publish:debian")
        .contains("publish:tools")
        .contains("in 29 days")
        .doesNotContain("edos_");
    assertThat(token("nightly", "scope", "read").text()).contains("class=\"notice problem\"");
    assertThat(browser.submit("/access/tokens/revoke", "name", "nightly").text())
        .contains("No program has a token");
  }

  @Test
  void aTokenWithoutScopesOrForEverAndADayIsRefused() {
    assertThat(token("idle").text()).contains("choose at least one scope");
    assertThat(token("old", "scope", "read", "days", "3651").text()).contains("1 to 3,650 days");
  }

  @Test
  void noProgramMakesTokensOrSetsThePassword() {
    String secret =
        token("helper", "scope", "administer")
            .text()
            .replaceAll("(?s).*(edos_[0-9a-f]{64}).*", "$1");
    Browser program = daemon.browser();
    program.see("/sign-in");
    program.submit("/sign-in", "secret", secret, "to", "/access");
    Seen access = program.see("/access");
    assertThat(access.text()).contains("token helper").doesNotContain("Make a token");
    assertThat(program.submit("/access/tokens", "name", "more", "scope", "read").text())
        .contains("for the daemon's owner alone");
    assertThat(
            program
                .submit("/access/password", "password", "long enough", "again", "long enough")
                .text())
        .contains("for the daemon's owner alone");
  }

  @Test
  void aPasswordIsSetChangedAndRemoved() {
    assertThat(submitPassword("long enough", "long enouhg")).contains("two different passwords");
    assertThat(submitPassword("short", "short")).contains("10 to 1024 characters");
    assertThat(submitPassword("long enough", "long enough"))
        .contains("The password is set")
        .contains("There is a password");

    Browser elsewhere = daemon.browser();
    elsewhere.see("/sign-in");
    elsewhere.submit("/sign-in", "secret", "long enough", "to", "/");
    assertThat(browser.see("/access").text()).contains("1 browser signed in");
    assertThat(browser.submit("/access/sessions/end").text()).contains("Nobody is signed in");
    assertThat(browser.submit("/access/password/remove").text()).contains("There is no password");
  }

  private String submitPassword(String once, String again) {
    browser.see("/access");
    return browser.submit("/access/password", "password", once, "again", again).text();
  }

  @Test
  void theSetUpIsWhatTheCommandPrintsAndSeesAptAsk() throws Exception {
    Seen setup = browser.see("/setup");
    assertThat(setup.text())
        .contains("sudo edos setup apt --write --proxy " + daemon.address())
        .contains("Acquire::http::Proxy-Auto-Detect")
        .contains("Waiting for apt or dnf to ask")
        .contains("No release is served here yet");
    String part = setup.text().replaceAll("(?s).*data-live=\"([^\"]*)\".*", "$1");
    daemon.asks("/repo/tools/InRelease", "Debian APT-HTTP/1.3 (2.6.1)");
    assertThat(browser.part(part).text()).contains("apt asked for InRelease");
  }

  @Test
  void theDoctorSaysWhatIsGoodAndWhatToDo() {
    assertThat(browser.see("/doctor").text()).contains("hx-get=\"/fragments/doctor\"");
    assertThat(browser.part("/fragments/doctor").text())
        .contains("<h3>daemon ")
        .contains("client ")
        .contains("What to do:");
  }

  @Test
  void theOverviewBeginsWithFirstSteps() {
    assertThat(browser.see("/").text()).contains("First steps").contains("href=\"/setup\"");
  }
}
