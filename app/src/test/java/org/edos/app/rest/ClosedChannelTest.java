package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelChange;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Interest;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.channel.User;
import org.edos.core.network.CallProof;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.http.HttpChannelDesk;
import org.edos.physical.peer.CallSigner;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.edos.physical.peer.PeerStream;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see, read, feed and look after a channel that is not for everybody. */
final class ClosedChannelTest {
  private static final String CLOSED = "/api/v1/channels/advance";

  private final Ed25519Key annaKey = Ed25519Key.generate();
  private final Ed25519Key bertaKey = Ed25519Key.generate();
  private final Ed25519Key chrisKey = Ed25519Key.generate();
  private TestPublisher daemon;
  private List<UnitId> units;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    daemon = new TestPublisher(folder);
    PublishedRelease release = daemon.publish("tools", "1");
    units =
        daemon.publisher.composition(release.id()).entries().stream()
            .map(entry -> entry.unit())
            .distinct()
            .toList();
    note("anna", "staff", annaKey);
    note("berta", "testers", bertaKey);
    daemon
        .publisher
        .keeping()
        .create(
            Caller.OWNER,
            "advance",
            "before others",
            new Rights(
                Map.of(
                    Grantee.parse("group:testers"), Right.READ,
                    Grantee.parse("user:anna"), Right.FEED)));
    daemon.publisher.feedChannel("advance", units.subList(0, 1));
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private void note(String name, String group, Ed25519Key key) {
    daemon.publisher.users().put(new User(name, Set.of(group), Set.of(key.publicKey())));
  }

  private PeerHttp as(Ed25519Key key) {
    return at(key, System.currentTimeMillis());
  }

  private PeerHttp at(Ed25519Key key, long millis) {
    return daemon.http.signedBy(new CallSigner(key.publicKey(), key::sign, () -> millis));
  }

  private <T> T read(PeerHttp http, String path, Class<T> type) {
    return PeerJson.read(http.call(PeerRequest.get(daemon.at(path)), 1 << 20).body(), type);
  }

  private List<String> listed(PeerHttp http) {
    return List.of(read(http, "/api/v1/channels", Channel[].class)).stream()
        .map(Channel::name)
        .toList();
  }

  private static void fails(Category category, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> {
              assertThat(e.category()).isEqualTo(category);
              assertThat(e).hasMessageContaining(words);
            });
  }

  @Test
  void whoMayNotReadItIsToldThatThereIsNone() {
    for (PeerHttp other : List.of(daemon.http, as(chrisKey))) {
      assertThat(listed(other)).containsExactly("releases");
      for (String path : List.of(CLOSED, CLOSED + "/events", CLOSED + "/events?cursor=0&limit=1")) {
        fails(Category.NOT_FOUND, "no channel", () -> read(other, path, Object.class));
      }
    }
  }

  @Test
  void whoMayReadItSeesItWithTheirOwnRightsAlone() {
    assertThat(listed(as(bertaKey))).containsExactly("advance", "releases");
    ChannelDescription described = read(as(bertaKey), CLOSED, ChannelDescription.class);
    assertThat(described.channel().rights())
        .isEqualTo(new Rights(Map.of(Grantee.parse("group:testers"), Right.READ)));
    assertThat(described.units())
        .extracting(ChannelDescription.Within::unit)
        .containsExactly(units.getFirst());
    assertThat(read(as(bertaKey), CLOSED + "/events", ChannelEvent[].class)).hasSize(1);
  }

  @Test
  void whoMayFeedItDoesSoAndOthersDoNot() {
    URI publisher = daemon.address;
    List<UnitId> more = units.subList(1, 3);
    HttpChannelDesk anna = new HttpChannelDesk(as(annaKey));

    assertThat(anna.add(publisher, "advance", more)).hasSize(2);
    assertThat(anna.remove(publisher, "advance", units.subList(0, 2))).hasSize(2);
    assertThat(anna.remove(publisher, "advance", units.subList(0, 2))).isEmpty();
    assertThat(read(as(annaKey), CLOSED, ChannelDescription.class).total()).isEqualTo(1);

    fails(
        Category.REFUSED,
        "may not feed",
        () -> new HttpChannelDesk(as(bertaKey)).add(publisher, "advance", more));
    fails(
        Category.NOT_FOUND,
        "no channel",
        () -> new HttpChannelDesk(as(chrisKey)).add(publisher, "advance", more));
    fails(
        Category.REFUSED,
        "token",
        () -> new HttpChannelDesk(daemon.http).add(publisher, "advance", more));
    assertThat(daemon.publisher.channels().events(Caller.OWNER, "advance", 0, 100)).hasSize(5);
  }

  @Test
  void onlyWhoAdministersItChangesOrDeletesIt() {
    URI publisher = daemon.address;
    ChannelChange open = ChannelChange.grant(Grantee.parse("anybody"), Right.READ);
    HttpChannelDesk anna = new HttpChannelDesk(as(annaKey));
    fails(Category.REFUSED, "administer", () -> anna.change(publisher, "advance", open));
    fails(Category.REFUSED, "administer", () -> anna.delete(publisher, "advance"));

    daemon
        .publisher
        .keeping()
        .change(
            Caller.OWNER,
            "advance",
            ChannelChange.grant(Grantee.parse("group:staff"), Right.ADMINISTER));
    assertThat(anna.change(publisher, "advance", open).rights().grants()).hasSize(4);
    assertThat(listed(daemon.http)).contains("advance");
    anna.change(publisher, "advance", ChannelChange.revoke(Grantee.parse("anybody")));
    assertThat(listed(daemon.http)).doesNotContain("advance");
    anna.delete(publisher, "advance");
    assertThat(listed(as(annaKey))).containsExactly("releases");
  }

  @Test
  void theChannelOfReleasesIsFedByPublishingAloneAndIsForEverybody() {
    fails(
        Category.REFUSED, "releases alone", () -> daemon.publisher.feedChannel("releases", units));
    fails(
        Category.USAGE,
        "for everybody",
        () ->
            daemon
                .publisher
                .keeping()
                .change(Caller.OWNER, "releases", ChannelChange.revoke(Grantee.parse("anybody"))));
  }

  @Test
  void aUserWhoIsForgottenIsAnybody() {
    daemon.publisher.users().remove("berta");
    assertThat(listed(as(bertaKey))).containsExactly("releases");
  }

  @ParameterizedTest
  @ValueSource(longs = {-121_000, 121_000})
  void aCallSignedAtAnotherTimeIsRefused(long off) {
    PeerHttp late = at(bertaKey, System.currentTimeMillis() + off);
    fails(Category.REFUSED, "clocks", () -> listed(late));
    fails(Category.REFUSED, "clocks", () -> read(late, CLOSED + "/events", Object.class));
  }

  /** As whoever is called could try it who passes a user's call on to another daemon. */
  @ParameterizedTest
  @CsvSource({
    "GET, 127.0.0.1:1, /api/v1/channels, no name of this daemon",
    "GET, mirror.example:PORT, /api/v1/channels, no name of this daemon",
    "POST, 127.0.0.1:PORT, /api/v1/channels, signature",
    "GET, 127.0.0.1:PORT, /api/v1/status, signature",
    "GET, 127.0.0.1:PORT, /api/v1/channels?limit=1, signature"
  })
  void aSignatureIsGoodForNothingElse(String method, String host, String target, String why)
      throws Exception {
    String signed = host.replace("PORT", Integer.toString(daemon.address.getPort()));
    String answer = raw(signed, proof(method, signed, target));
    assertThat(answer).startsWith("HTTP/1.1 403").contains(why);
  }

  private CallProof proof(String method, String host, String target) {
    CallProof.Called called = new CallProof.Called(method, host, target, Sha256.of(new byte[0]));
    long now = System.currentTimeMillis();
    String signature = bertaKey.sign(CallProof.message(called, now));
    return new CallProof(called, now, bertaKey.publicKey(), signature);
  }

  /** A request that an HTTP client would not make: with a host of one's own choosing. */
  private String raw(String host, CallProof proof) throws IOException {
    try (Socket socket = new Socket(daemon.address.getHost(), daemon.address.getPort())) {
      String request =
          """
          GET /api/v1/channels HTTP/1.1
          Host: %s
          Edos-Key: %s
          Edos-Time: %d
          Edos-Proof: %s
          Connection: close

          """
              .formatted(host, proof.key(), proof.millis(), proof.signature())
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The first lines of a stream that has two channels to tell of, as far as the caller may. */
  private String streamed(PeerHttp http, PeerRequest request, String until) throws IOException {
    StringBuilder heard = new StringBuilder();
    try (PeerStream stream = http.open(request);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      daemon.publisher.feedChannel("advance", units.subList(1, 2));
      daemon.publisher.feedChannel("updates", units.subList(2, 3));
      for (String line = lines.readLine();
          line != null && heard.indexOf(until) < 0;
          line = lines.readLine()) {
        heard.append(line).append('\n');
      }
    }
    return heard.toString();
  }

  @Test
  void theStreamOfAllEventsHasThoseOfReadableChannelsAlone() throws IOException {
    daemon.publisher.createChannel("updates", "");
    PeerRequest everything =
        PeerRequest.get(daemon.at("/api/v1/events")).with("Last-Event-ID", "updates:0");
    String until = "\"channel\":\"updates\"";

    assertThat(streamed(daemon.http, everything, until)).doesNotContain("advance");
    assertThat(streamed(as(chrisKey), everything, until)).doesNotContain("advance");
    assertThat(streamed(as(bertaKey), everything, "\"channel\":\"advance\"")).contains("advance:");
  }

  @Test
  void theStreamOfInterestsTellsOthersThatThereIsNoSuchChannel() throws IOException {
    daemon.publisher.createChannel("updates", "");
    PeerRequest interests =
        PeerRequest.postJson(
            daemon.at("/api/v1/events"),
            Map.of(
                "interests",
                List.of(new Interest("a", "advance", "", 0), new Interest("u", "updates", "", 0))));
    String until = "\"channel\":\"updates\"";

    assertThat(streamed(daemon.http, interests, until))
        .contains("event: ended", "no channel")
        .doesNotContain("\"channel\":\"advance\"");
    assertThat(streamed(as(bertaKey), interests, until)).contains("\"channel\":\"advance\"");
    PeerRequest closedAlone =
        PeerRequest.postJson(
            daemon.at("/api/v1/events"),
            Map.of("interests", List.of(new Interest("a", "advance", "", 0))));
    fails(Category.NOT_FOUND, "no channel", () -> daemon.http.open(closedAlone));
  }

  @Test
  void theStreamOfWhoLosesTheRightComesToItsEnd() throws IOException {
    PeerRequest interests =
        PeerRequest.postJson(
            daemon.at("/api/v1/events"),
            Map.of("interests", List.of(new Interest("a", "advance", "", 1))));
    try (PeerStream stream = as(bertaKey).open(interests);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      daemon.publisher.users().remove("berta");
      assertThat(lines.lines().filter(line -> line.startsWith("event: ")).findFirst())
          .contains("event: ended");
    }
  }

  @Test
  void theFeedOfAClosedChannelIsNotThereForOthers() {
    fails(
        Category.NOT_FOUND,
        "no channel",
        () -> read(as(chrisKey), "/channels/advance/feed.atom", Object.class));
  }

  @Test
  void theSameChangeIsNotMadeTwice() {
    PeerRequest request =
        PeerRequest.postJson(daemon.at(CLOSED + "/units"), Map.of("ids", units.subList(0, 1)));
    PeerRequest signed =
        new CallSigner(annaKey.publicKey(), annaKey::sign, System::currentTimeMillis)
            .signed(request);
    daemon.http.call(signed, 1 << 20);

    fails(Category.REFUSED, "made before", () -> daemon.http.call(signed, 1 << 20));
    assertThat(daemon.publisher.channels().events(Caller.OWNER, "advance", 0, 100)).hasSize(2);
  }

  @Test
  void anotherTokenGivesNothing() throws Exception {
    HttpResponse<byte[]> answer =
        daemon.get("/api/v1/channels", "Authorization", "Bearer something");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void theTokenShowsEverything() throws Exception {
    assertThat(daemon.call("GET", "/api/v1/channels", "").size()).isEqualTo(2);
    assertThat(daemon.call("GET", CLOSED, "").path("channel").path("rights").toString())
        .contains("group:testers", "user:anna");
  }
}
