package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.actor.AccessTokens;
import org.edos.core.audit.AuditAction;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.network.AccessToken;
import org.edos.core.network.Scope;
import org.edos.physical.people.memory.MemoryTokens;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A program's token goes as far as its scopes and no further. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenScopesTest {
  private static final String UNIT = "pkg:deb/debian/made@1?arch=all";

  private TestPublisher daemon;
  private AccessTokens tokens;

  @BeforeAll
  void aPublisher(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
    tokens = daemon.tokens;
    daemon.publish("first", "1");
    daemon.publish("second", "1");
    Rights closed = new Rights(Map.of());
    daemon.publisher.keeping().create(Caller.OWNER, "own", "", closed);
    daemon.publisher.keeping().create(Caller.OWNER, "other", "", closed);
  }

  @AfterAll
  void ends() {
    daemon.close();
  }

  private String token(String name, String... scopes) {
    return tokens
        .create(
            name,
            Arrays.stream(scopes).map(Scope::parse).collect(Collectors.toSet()),
            Optional.empty())
        .secret();
  }

  private int status(String token, String method, String path, String body) throws Exception {
    return daemon
        .callRaw(method, path, body, b -> b.header("Authorization", "Bearer " + token))
        .statusCode();
  }

  @Test
  void aTokenForOneReleaseTouchesNoOther() throws Exception {
    String token = token("publishes", "publish:first");

    assertThat(status(token, "DELETE", "/api/v1/releases/second/1", "")).isEqualTo(403);
    assertThat(status(token, "POST", "/api/v1/publish", "{\"tree\":\"/x\",\"name\":\"second\"}"))
        .isEqualTo(403);
    assertThat(status(token, "POST", "/api/v1/releases/second/update", "{\"tree\":\"/x\"}"))
        .isEqualTo(403);
    assertThat(status(token, "POST", "/api/v1/flashcrowds/second/1", "{}")).isEqualTo(403);
    assertThat(status(token, "DELETE", "/api/v1/releases/first/2", "")).isEqualTo(404);
    assertThat(status(token, "DELETE", "/api/v1/releases/first/1", "")).isEqualTo(200);
  }

  @Test
  void anUpdateTellsAChannelOnlyWhereItsTokenFeedsThat() throws Exception {
    String update = "{\"tree\":\"/not-there\",\"channel\":\"own\"}";

    assertThat(
            status(
                token("mute", "publish:moving"), "POST", "/api/v1/releases/moving/update", update))
        .isEqualTo(403);
  }

  @Test
  void aTokenForOneChannelReadsAndFeedsThatAlone() throws Exception {
    String token = token("feeds", "feed:own");
    String ids = "{\"ids\":[\"" + UNIT + "\"]}";

    assertThat(status(token, "GET", "/api/v1/channels/own", "")).isEqualTo(200);
    assertThat(status(token, "GET", "/api/v1/channels/other", "")).isEqualTo(404);
    assertThat(status(token, "POST", "/api/v1/channels/other/units/remove", ids)).isIn(403, 404);
    assertThat(status(token, "POST", "/api/v1/channels/own/units/remove", ids)).isEqualTo(200);
    assertThat(status(token, "DELETE", "/api/v1/channels/own", "")).isEqualTo(403);
    assertThat(status(token, "GET", "/api/v1/inbox", "")).isEqualTo(403);
  }

  @Test
  void aTokenForOneChannelFindsItAmongChannelsAndInterests() throws Exception {
    String token = token("follows", "feed:own");
    String listed =
        TestPublisher.text(
            daemon.callRaw(
                "GET", "/api/v1/channels", "", b -> b.header("Authorization", "Bearer " + token)));
    Caller caller = new Caller.Token(tokens.find(token).orElseThrow());

    assertThat(listed).contains("\"own\"").doesNotContain("\"other\"");
    assertThat(daemon.publisher.channels().find(caller, "own").allows(caller, Right.FEED)).isTrue();
    assertThat(
            status(
                token,
                "POST",
                "/api/v1/events",
                "{\"interests\":[{\"id\":\"1\",\"channel\":\"other\",\"filter\":\"\",\"after\":0}]}"))
        .isEqualTo(404);
  }

  @Test
  void readingChangesNothing() throws Exception {
    String token = token("reads", "read");

    assertThat(status(token, "GET", "/api/v1/inbox", "")).isEqualTo(200);
    assertThat(status(token, "GET", "/api/v1/channels/other", "")).isEqualTo(200);
    assertThat(status(token, "POST", "/api/v1/users", "{\"name\":\"anna\"}")).isEqualTo(403);
    assertThat(status(token, "POST", "/api/v1/channels/other", "{}")).isEqualTo(403);
  }

  @Test
  void everyCallThatNeedsATokenRefusesOneThatOnlyFeeds() throws Exception {
    String token = token("nothing-else", "feed:elsewhere");
    for (Route route : daemon.server.routes()) {
      if (route.access() == Access.TOKEN && route.within() != Within.PUBLISH_IN_BODY) {
        String path = route.path().replaceAll("[{<][a-z]+[}>]", "x");
        assertThat(status(token, route.method(), path, "{}"))
            .as(route.method() + " " + path)
            .isEqualTo(403);
      }
    }
  }

  @Test
  void tokensAreMadeByTheOwnerAlone() throws Exception {
    String token = token("rules", "administer");
    String wanted = "{\"name\":\"more\",\"scopes\":[\"administer\"]}";

    assertThat(status(token, "GET", "/api/v1/users", "")).isEqualTo(200);
    assertThat(status(token, "POST", "/api/v1/tokens", wanted)).isEqualTo(403);
    assertThat(status(TestPublisher.TOKEN, "POST", "/api/v1/tokens", wanted)).isEqualTo(200);
    assertThat(status(TestPublisher.TOKEN, "POST", "/api/v1/tokens", wanted)).isEqualTo(409);
  }

  @Test
  void aTokenEndsWhenItIsRevokedOrExpires() throws Exception {
    String revoked = token("revoked", "read");
    String expired =
        tokens
            .create("expired", Set.of(new Scope.Read()), Optional.of(Duration.ofNanos(1)))
            .secret();
    tokens.revoke("revoked");

    for (String token : List.of(revoked, expired)) {
      assertThat(status(token, "GET", "/api/v1/inbox", "")).isEqualTo(401);
      assertThat(status(token, "GET", "/api/v1/channels", "")).isEqualTo(401);
    }
  }

  @Test
  void aRevokedTokenStaysRevokedWhenAnotherOfItsNameIsMade() {
    MovingClock clock = new MovingClock();
    AccessTokens kept = new AccessTokens(new MemoryTokens(), clock);
    Set<Scope> scopes = Set.of(new Scope.Read());
    AccessToken first = kept.create("again", scopes, Optional.empty()).token();
    assertThat(kept.isGood(first)).isTrue();
    kept.revoke("again");
    assertThat(kept.isGood(first)).isFalse();
    clock.move(Duration.ofSeconds(1));
    AccessToken second = kept.create("again", scopes, Optional.empty()).token();

    assertThat(kept.isGood(first)).isFalse();
    assertThat(kept.isGood(second)).isTrue();
  }

  @Test
  void theAuditLogTellsOfTokensThatAreMadeAndRevoked() throws Exception {
    String wanted = "{\"name\":\"logged\",\"scopes\":[\"read\"]}";
    status(TestPublisher.TOKEN, "POST", "/api/v1/tokens", wanted);
    status(TestPublisher.TOKEN, "DELETE", "/api/v1/tokens/logged", "");

    assertThat(daemon.publisher.audit(0, 1000))
        .filteredOn(entry -> entry.draft().subject().equals("logged"))
        .extracting(entry -> entry.draft().action())
        .containsExactly(AuditAction.TOKEN_CREATE, AuditAction.TOKEN_REVOKE);
  }

  @Test
  void goodTokensPassFromWhereManyWrongOnesComeFrom(@TempDir Path folder) throws Exception {
    try (TestPublisher beset = new TestPublisher(folder)) {
      String good =
          beset.tokens.create("good", Set.of(new Scope.Read()), Optional.empty()).secret();
      for (int i = 0; i < 100; i++) {
        beset.callRaw("GET", "/api/v1/inbox", "", b -> b.header("Authorization", "Bearer edos_x"));
      }

      assertThat(
              beset
                  .callRaw(
                      "GET", "/api/v1/inbox", "", b -> b.header("Authorization", "Bearer edos_x"))
                  .statusCode())
          .isEqualTo(429);
      assertThat(
              beset
                  .callRaw(
                      "GET", "/api/v1/inbox", "", b -> b.header("Authorization", "Bearer " + good))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void whoShowsTooManyWrongTokensWaits() {
    long[] now = {0};
    WrongTokens wrong = new WrongTokens(100, () -> now[0]);
    for (int i = 0; i < 100; i++) {
      wrong.check("192.0.2.1");
      wrong.note("192.0.2.1");
    }

    assertThatThrownBy(() -> wrong.check("192.0.2.1")).isInstanceOf(WrongTokens.TooMany.class);
    wrong.check("192.0.2.2");
    now[0] = Duration.ofMinutes(1).toNanos();
    wrong.check("192.0.2.1");
  }
}
