package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.edos.app.web.Browser.Seen;
import org.edos.core.channel.Subscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Channels and the inbox, on a publisher that subscribes to its own. */
final class ChannelsPageTest {
  @TempDir static Path folder;

  private static TestDaemon daemon;
  private Browser browser;

  @BeforeAll
  static void publish() throws IOException {
    daemon = TestDaemon.publisher(folder.resolve("home"));
    daemon.calls().stream(
        "/api/v1/publish",
        Map.of("name", "tools", "tree", daemon.tree(3).toString()),
        event -> {},
        JsonNode.class);
  }

  @AfterAll
  static void close() {
    daemon.close();
  }

  @BeforeEach
  void open() {
    browser = daemon.browser();
  }

  private Seen create(String name, String open) {
    browser.see("/channels");
    return browser.submit("/channels", "name", name, "description", "for " + name, "open", open);
  }

  private Seen add(String channel, String query) {
    browser.see("/channels/" + channel);
    return browser.submit("/channels/" + channel + "/add", "query", query);
  }

  @Test
  void aChannelIsCreatedFedAndEmptiedAndItsEventsAreShown() {
    assertThat(create("fed", "open").text())
        .contains("<h1>Channel fed</h1>")
        .contains("The channel fed is there")
        .contains("open to anybody")
        .contains("/channels/fed/feed.atom");
    Seen fed = add("fed", "name:*");
    assertThat(fed.text()).contains("added; subscribers are told").contains("unit added");

    String unit = fed.text().replaceAll("(?s).*name=\"id\" value=\"(pkg:[^\"]*)\".*", "$1");
    Seen taken = browser.submit("/channels/fed/remove", "id", unit.replace("&amp;", "&"));
    assertThat(taken.text()).contains("1 unit taken out").contains("unit removed");
  }

  @Test
  void namesThatAreNoneAndUnitsThatAreNowhereAreRefusedWithWhatToDo() {
    assertThat(create("x".repeat(128), "open").text())
        .contains("A channel's name is lower-case letters");
    assertThat(browser.see("/channels/" + "x".repeat(128)).status()).isEqualTo(400);
    assertThat(browser.see("/channels/no-such").status()).isEqualTo(404);
    create("strict", "open");
    assertThat(add("strict", "").text()).contains("Name units, or give a query");
    assertThat(add("strict", "name:(").text()).contains("class=\"notice problem\"");
  }

  @Test
  void aClosedChannelIsForThoseWhoHaveARight() {
    create("closed", "closed");
    assertThat(browser.see("/channels/closed").text())
        .contains("the channel is yours alone")
        .doesNotContain("feed.atom");
    Seen granted =
        browser.submit(
            "/channels/closed/grant", "kind", "group", "grantee", "staff", "right", "feed");
    assertThat(granted.text()).contains("group:staff").contains("read, add and remove units");
    assertThat(browser.submit("/channels/closed/revoke", "grantee", "group:staff").text())
        .contains("the channel is yours alone");
    assertThat(browser.submit("/channels/closed/delete", "sure", "yes").text())
        .contains("The channel closed is deleted");
  }

  @Test
  void aSubscriptionIsChangedWithoutMissingAnythingAndEnded() {
    create("heard", "open");
    browser.see("/channels/heard");
    Seen made =
        browser.submit(
            "/channels/heard/subscribe",
            "filter",
            "",
            "every",
            "12h",
            "scope",
            "new",
            "action",
            "notify");
    assertThat(made.text()).contains("Subscribed: notify every 12h");
    add("heard", "name:*");

    Subscription before = subscription("heard");
    browser.see("/channels/heard");
    Seen changed =
        browser.submit(
            "/subscriptions/" + before.id() + "/change",
            "filter",
            "",
            "every",
            "",
            "action",
            "notify");
    assertThat(changed.text()).contains("Changed: notify at once");
    await()
        .untilAsserted(() ->
            assertThat(browser.see("/inbox").text())
                .as("what the digest held")
                .contains("unit added")
                .contains("/channels/heard"));

    String id = subscription("heard").id();
    browser.see("/channels/heard");
    assertThat(browser.submit("/subscriptions/" + id + "/end").text())
        .contains("The subscription to heard is ended");
    assertThat(browser.submit("/subscriptions/" + id + "/end").text())
        .contains("This subscription has ended already");
  }

  private static Subscription subscription(String channel) {
    return List.of(daemon.calls().read("/api/v1/subscriptions", Subscription[].class)).stream()
        .filter(one -> one.channel().equals(channel))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatArrivedIsReadAndDownloaded() {
    create("news", "open");
    browser.see("/channels/news");
    browser.submit("/channels/news/subscribe", "every", "", "scope", "new", "action", "notify");
    add("news", "name:*");
    await()
        .untilAsserted(
            () -> assertThat(browser.see("/inbox?unread=true").text()).contains("Mark as read"));
    Seen inbox = browser.see("/inbox");
    assertThat(inbox.text()).contains("/unit?id=pkg").contains("Unsubscribe");
    String number = inbox.text().replaceAll("(?s).*data-number=\"([0-9]+)\".*", "$1");

    Seen work = browser.submit("/inbox/download", "first", number, "last", number);
    assertThat(work.text()).contains("<h1>Download of pkg:");
    Seen none = browser.submit("/inbox/download", "first", "999998", "last", "999999");
    assertThat(none.text()).contains("None of these tells of a unit");

    browser.see("/inbox");
    browser.submit("/inbox/read", "first", "1", "last", "999999");
    assertThat(browser.see("/inbox?unread=true").text()).contains("Everything is read");
  }

  @Test
  void aFormWithoutItsMarkDoesNothing() {
    browser.see("/channels");
    Seen refused = browser.post("/channels", "", "name", "unmarked", "open", "open");
    assertThat(refused.to()).isEqualTo("/channels");
    assertThat(browser.see("/channels").text())
        .contains("This form was not made by this daemon")
        .doesNotContain("/channels/unmarked");
  }
}
