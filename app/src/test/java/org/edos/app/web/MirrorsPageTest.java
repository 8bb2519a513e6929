package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.app.web.Browser.Seen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher's mirrors on its page: invited, joined, lagging, away, retired. */
final class MirrorsPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Path folder = Path.of("");
  private TestDaemon publisher;
  private Browser owner;

  @BeforeEach
  void start(@TempDir Path given) throws IOException {
    folder = given;
    publisher = TestDaemon.publisher(folder.resolve("publisher"));
    publisher.publishes("tools", 3);
    owner = publisher.browser();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private static String invitation(Seen page) {
    return page.text().replaceAll("(?s).*--join &#39;([^&]*)&#39;.*|.*--join '([^']*)'.*", "$1$2");
  }

  @Test
  void aMirrorIsInvitedJoinsIsSeenHoldsContentsGoesAwayAndIsRetired() {
    assertThat(owner.see("/mirrors").text())
        .contains("has no mirrors")
        .contains("No invitation is open");
    Seen made = owner.submit("/mirrors/invite", "name", "north", "validity", "1h");
    assertThat(made.text()).contains("it is not shown again");
    String join = invitation(made);
    assertThat(join).startsWith(publisher.address() + "/#");
    assertThat(owner.see("/mirrors").text())
        .contains("north")
        .contains("nobody yet")
        .doesNotContain(join);

    try (TestDaemon mirror = TestDaemon.mirror(folder.resolve("mirror"), URI.create(join))) {
      await().atMost(PATIENCE).until(() -> shows("<span class=\"badge good\">consistent</span>"));
      assertThat(owner.part("/fragments/mirrors").text())
          .contains("<bdi>north</bdi>")
          .contains(mirror.address().toString())
          .contains("<dt>Lag</dt><dd>none</dd>");
      await()
          .atMost(PATIENCE)
          .until(() ->
              owner
                  .see("/mirrors?release=tools%401")
                  .text()
                  .contains("<th scope=\"row\" dir=\"auto\">north</th>"));
      owner.see("/mirrors");
      Seen pushed = owner.submit("/mirrors/push", "release", "tools@1", "to", "north");
      assertThat(pushed.text()).contains("Pushing tools@1");
    }
    await().atMost(PATIENCE).until(() -> shows("It cannot be reached"));
    owner.see("/mirrors");
    assertThat(owner.submit("/mirrors/retire", "name", "north", "again", "").text())
        .contains("write its name once more");
    assertThat(owner.submit("/mirrors/retire", "name", "north", "again", "north").text())
        .contains("north is retired");
  }

  private boolean shows(String text) {
    return owner.part("/fragments/mirrors").text().contains(text);
  }

  @Test
  void anInvitationIsWithdrawnAndAWrongOneIsNotMade() {
    owner.see("/mirrors");
    assertThat(owner.submit("/mirrors/invite", "name", "a b").text())
        .contains("A member's name is letters");
    owner.submit("/mirrors/invite", "name", "", "validity", "7d");
    String id =
        owner.see("/mirrors").text().replaceAll("(?s).*name=\"id\" value=\"([0-9a-f]+)\".*", "$1");
    assertThat(owner.submit("/mirrors/withdraw", "id", id).text())
        .contains("The invitation is withdrawn")
        .contains("No invitation is open");
    assertThat(owner.submit("/mirrors/push", "release", "tools@1").text())
        .contains("Choose the mirrors");
  }

  @Test
  void othersHaveNoMirrors() {
    try (TestDaemon client =
        TestDaemon.client(folder.resolve("client"), List.of(publisher.address()))) {
      assertThat(client.browser().see("/mirrors").status()).isEqualTo(404);
      assertThat(client.browser().see("/").text()).doesNotContain("href=\"/mirrors\"");
    }
  }
}
