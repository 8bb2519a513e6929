package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.app.daemon.DaemonClient;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who may see and do what; this machine is a stranger like any other. */
final class SignInPageTest {
  private static final String PASSWORD = "a long pass-word";

  private TestDaemon daemon;
  private Browser browser;

  @BeforeEach
  void start(@TempDir Path folder) {
    daemon = TestDaemon.client(folder.resolve("home"), List.of(), "web-open-here=false");
    password(PASSWORD);
    browser = daemon.browser();
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void password(String password) {
    daemon.calls().post("/api/v1/password", Map.of("password", password), JsonNode.class);
  }

  private String token(String name, String scope) {
    DaemonClient calls = daemon.calls();
    return calls
        .post("/api/v1/tokens", Map.of("name", name, "scopes", List.of(scope)), JsonNode.class)
        .path("secret")
        .asString("");
  }

  private Seen signIn(String secret) {
    return browser.submit("/sign-in", "secret", secret, "to", "/inbox");
  }

  @Test
  void aStrangerIsSentToSignInAndComesBackToWhereTheyWanted() {
    Seen refused = browser.see("/inbox?unread=true");
    assertThat(refused.status()).isEqualTo(303);
    assertThat(refused.to()).isEqualTo("/sign-in?to=%2Finbox%3Funread%3Dtrue");

    Seen page = browser.see(refused.to());
    assertThat(page.text()).contains("name=\"to\" value=\"/inbox?unread=true\"");

    Seen inbox = browser.submit("/sign-in", "secret", PASSWORD, "to", "/inbox?unread=true");
    assertThat(inbox.status()).isEqualTo(200);
    assertThat(inbox.text()).contains("<h1>Inbox</h1>").contains("Sign out");
  }

  @Test
  void aStrangerSeesTheOverviewAndNothingOfTheOwners() {
    assertThat(browser.see("/").text())
        .contains("<h1>Overview</h1>")
        .contains("Sign in")
        .doesNotContain("href=\"/inbox\"")
        .doesNotContain("href=\"/access\"");
    assertThat(browser.part("/fragments/inbox").status()).isEqualTo(403);
  }

  @Test
  void onlyPathsOfThisDaemonAreGoneBackTo() {
    browser.see("/sign-in");
    for (String elsewhere : List.of("//elsewhere.example/", "https://elsewhere.example/", "/\\x")) {
      Seen answer = browser.post("/sign-in", browser.mark(), "secret", PASSWORD, "to", elsewhere);
      assertThat(answer.to()).isEqualTo("/");
    }
  }

  @Test
  void wrongWordsAreCounted() {
    browser.see("/sign-in");
    for (int i = 0; i < 10; i++) {
      assertThat(signIn("wrong-" + i).text()).contains("That is no password and no token");
    }
    assertThat(signIn("wrong again").text()).contains("Too many wrong passwords");
    assertThat(signIn(PASSWORD).text())
        .as("also the right one, or guessing would go on")
        .contains("Too many wrong passwords");
  }

  @Test
  void aSessionOutlivesTheDaemon() {
    signIn(PASSWORD);
    daemon.restart();
    assertThat(browser.see("/inbox").status()).isEqualTo(200);
  }

  @Test
  void theCookieIsForThisDaemonAloneAndNoScriptReadsIt() {
    signIn(PASSWORD);
    assertThat(browser.cookies())
        .singleElement()
        .satisfies(cookie -> {
          assertThat(cookie.getName()).isEqualTo("edos-" + daemon.address().getPort());
          assertThat(cookie.isHttpOnly()).isTrue();
        });
  }

  @Test
  void aTokensScopesBoundWhatItMayDo() {
    String read = token("reader", "read");
    assertThat(signIn(read).text()).contains("token reader").contains("<h1>Inbox</h1>");

    assertThat(browser.submit("/inbox/read", "first", "1", "last", "2").text())
        .contains("does not reach so far: this needs administer");

    daemon.calls().delete("/api/v1/tokens/reader");
    assertThat(browser.see("/inbox").to()).as("a revoked one").startsWith("/sign-in");
  }

  @Test
  void signingOutEndsTheSession() {
    signIn(PASSWORD);
    assertThat(browser.submit("/sign-out").text()).contains("<h1>Overview</h1>");
    assertThat(browser.see("/inbox").to()).startsWith("/sign-in");
  }

  @Test
  void aFormWithoutAMarkOrWithThatOfAnotherVisitorIsRefused() {
    Browser other = daemon.browser();
    other.see("/sign-in");
    browser.see("/sign-in");
    for (String mark : List.of("", "0", other.mark())) {
      Seen answer = browser.post("/sign-in", mark, "secret", PASSWORD);
      assertThat(answer.to()).as("back to the form").isEqualTo("/sign-in");
      assertThat(browser.see("/sign-in").text()).contains("This form was not made by this daemon");
    }
    assertThat(browser.see("/inbox").to()).startsWith("/sign-in");
  }

  @Test
  void anotherPasswordEndsTheSessionsOfAll() {
    signIn(PASSWORD);
    password("another pass-word");
    assertThat(browser.see("/inbox").to()).startsWith("/sign-in");
    browser.see("/sign-in");
    assertThat(signIn(PASSWORD).text()).contains("That is no password");
    assertThat(signIn("another pass-word").text()).contains("<h1>Inbox</h1>");
  }
}
