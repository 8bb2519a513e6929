package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.app.rest.TestPublisher.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class HttpInterfaceTest {
  private TestPublisher daemon;
  private PublishedRelease release;

  @BeforeEach
  void publish(@TempDir Path folder) throws IOException {
    daemon = new TestPublisher(folder);
    release = daemon.publish("tools", "1");
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private UnitId aPackage() {
    return daemon.publisher.composition(release.id()).entries().stream()
        .map(entry -> entry.unit())
        .filter(PackageId.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  private static String encoded(UnitId id) {
    return java.net.URLEncoder.encode(id.toString(), StandardCharsets.UTF_8);
  }

  @Test
  void statusAndReleasesAreJsonOfTheRecords() throws Exception {
    JsonNode status = daemon.call("GET", "/api/v1/status", "");
    assertThat(status.path("actor").asString()).isEqualTo("publisher");
    assertThat(status.path("address").asString()).isEqualTo(daemon.address.toString());
    JsonNode releases = daemon.call("GET", "/api/v1/releases", "");
    assertThat(releases.path(0).path("id").asString()).isEqualTo("tools@1");
    assertThat(releases.path(0).path("composition").asString())
        .isEqualTo(release.composition().hex());
    assertThat(releases.path(0).path("created").asString()).isEqualTo(release.created().toString());
  }

  @Test
  void aUnitIsFoundByItsOwnAttributes() throws Exception {
    UnitId unit = aPackage();
    JsonNode told = daemon.call("GET", "/api/v1/signature?id=" + encoded(unit), "");
    assertThat(told.at("/signature/0/attributes/0").asString()).isEqualTo(unit.toString());
    String body =
        "{\"directory\": \"name: %s\\ntype: binary and not source\", \"limit\": 5}"
            .formatted(unit.name());
    JsonNode found = daemon.call("POST", "/api/v1/lookup", body);
    assertThat(found.path("directory").asString()).startsWith("localisation: ");
    assertThat(found.path("answers").path(0).path("id").asString()).isEqualTo(unit.toString());
    assertThat(found.path("next").asString()).isEmpty();
  }

  @Test
  void publishingTellsItsProgressAndThenItsResult() throws Exception {
    String body =
        PeerJson.mapper()
            .writeValueAsString(
                java.util.Map.of("tree", daemon.tree(2).toString(), "name", "more"));
    HttpResponse<byte[]> response = daemon.callRaw("POST", "/api/v1/publish", body, this::token);
    List<JsonNode> lines =
        Arrays.stream(text(response).split("\n")).map(PeerJson.mapper()::readTree).toList();
    assertThat(lines.getLast().path("result").path("id").asString()).startsWith("more@");
    assertThat(lines.subList(0, lines.size() - 1)).isNotEmpty().allMatch(line -> line.has("event"));
  }

  @Test
  void aFailureOfLongWorkIsItsLastLine() throws Exception {
    String body = "{\"tree\": \"/no/such/folder\", \"name\": \"x\"}";
    HttpResponse<byte[]> response = daemon.callRaw("POST", "/api/v1/publish", body, this::token);
    JsonNode last = PeerJson.mapper().readTree(Arrays.asList(text(response).split("\n")).getLast());
    assertThat(last.has("error")).isTrue();
    assertThat(last.path("message").asString()).contains("/no/such/folder");
  }

  private java.net.http.HttpRequest.Builder token(java.net.http.HttpRequest.Builder builder) {
    return builder.header("Authorization", "bearer " + TestPublisher.TOKEN);
  }

  @Test
  void aUnitIsShownAsItIsSignedOrWithWhatItsCallsAnswer() throws Exception {
    String path = "/api/v1/units?id=" + encoded(aPackage());
    String signed = text(daemon.get(path + "&view=calls", "Accept", "application/xml"));
    assertThat(signed).contains("<axml:sc methodName=\"replicas\"/>").doesNotContain("<replicas");
    assertThat(text(daemon.get(path + "&view=results", "Accept", "application/xml")))
        .contains("<replicas count=\"1\"><replica>" + daemon.address + "</replica></replicas>")
        .contains("<statistics><copies>1</copies>")
        .contains("<closure ");
  }

  @Test
  void unitsAreFoundShownLocatedAndFetched() throws Exception {
    String id = encoded(aPackage());
    JsonNode found = daemon.call("GET", "/api/v1/query?q=" + aPackage().name() + "&limit=5", "");
    assertThat(found.path("total").asLong()).isPositive();
    assertThat(found.path("answers").path(0).path("name").asString()).isEqualTo(aPackage().name());
    JsonNode unit = daemon.call("GET", "/api/v1/units?id=" + id, "");
    assertThat(unit.path("metadata").path("id").asString()).isEqualTo(aPackage().toString());
    HttpResponse<byte[]> xml = daemon.get("/api/v1/units?id=" + id, "Accept", "application/xml");
    assertThat(xml.body()).isEqualTo(daemon.publisher.questions().show(aPackage()).xml());
    assertThat(daemon.call("GET", "/api/v1/locate?id=" + id, "").path("locations").size())
        .isEqualTo(1);
    String got =
        text(
            daemon.callRaw(
                "POST", "/api/v1/get", "{\"ids\": [\"" + aPackage() + "\"]}", this::token));
    assertThat(got).contains("\"result\"").contains(".deb");
  }

  @Test
  void channelsAndSubscriptionsAreKept() throws Exception {
    daemon.call("POST", "/api/v1/channels", "{\"name\": \"news\", \"description\": \"d\"}");
    JsonNode added =
        daemon.call("POST", "/api/v1/channels/news/units", "{\"ids\": [\"" + aPackage() + "\"]}");
    assertThat(added.path(0).path("kind").asString()).isEqualTo("UNIT_ADDED");
    daemon.call(
        "POST", "/api/v1/channels/news/units/remove", "{\"ids\": [\"" + aPackage() + "\"]}");
    assertThat(daemon.call("GET", "/api/v1/channels/news/events?cursor=1", "").size()).isEqualTo(1);
    JsonNode subscription =
        daemon.call(
            "POST",
            "/api/v1/subscriptions",
            "{\"channel\": \"news\", \"every\": \"PT1H\", \"action\": \"notify\"}");
    assertThat(subscription.path("every").asString()).isEqualTo("PT1H");
    assertThat(daemon.call("GET", "/api/v1/subscriptions", "").size()).isEqualTo(1);
    daemon.call("DELETE", "/api/v1/subscriptions/" + subscription.path("id").asString(), "");
    assertThat(daemon.call("GET", "/api/v1/subscriptions", "").size()).isZero();
    assertThat(daemon.call("GET", "/api/v1/inbox", "").size()).isZero();
  }

  @Test
  void wishesAndFlashCrowdsAreSummed() throws Exception {
    JsonNode wish = daemon.call("POST", "/api/v1/wish", "{\"release\": \"tools\"}");
    assertThat(wish.path("missingContents").asInt()).isZero();
    JsonNode crowd = daemon.call("POST", "/api/v1/flashcrowds/tools/1", "{\"windowSeconds\": 60}");
    assertThat(crowd.path("phase").asString()).isEqualTo("OPEN");
    assertThat(daemon.call("GET", "/api/v1/flashcrowds", "").size()).isEqualTo(1);
    assertThat(daemon.get("/api/v1/flashcrowds/tools/1/plan").statusCode()).isEqualTo(202);
    assertThat(daemon.call("DELETE", "/api/v1/flashcrowds/tools/1", "").path("phase").asString())
        .isEqualTo("CLOSED");
    assertThat(daemon.call("GET", "/api/v1/swarms", "").size()).isZero();
  }

  @Test
  void aReleaseIsWithdrawn() throws Exception {
    daemon.call("DELETE", "/api/v1/releases/tools/1", "");
    assertThat(daemon.call("GET", "/api/v1/releases", "").size()).isZero();
    assertThat(daemon.get("/repo/tools/").statusCode()).isEqualTo(404);
  }

  @Test
  void theSmallPagesAnswer() throws Exception {
    assertThat(text(daemon.get("/healthz"))).isEqualTo("ok\n");
    assertThat(text(daemon.get("/readyz"))).isEqualTo("ready\n");
    assertThat(text(daemon.get("/api/v1/openpgp-key")))
        .startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----");
    assertThat(text(daemon.get("/announce?info_hash=x"))).startsWith("d");
    assertThat(text(daemon.get("/scrape"))).startsWith("d");
    assertThat(text(daemon.get("/metrics")))
        .contains(
            "edos_releases 1.0",
            "edos_store_bytes",
            "edos_http_requests_seconds_count",
            "jvm_memory_used_bytes");
  }

  @ParameterizedTest(name = "{0} {1} is {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | /api/v1/nothing                          |    | 404 | NOT_FOUND
          GET  | /api/v1/units?id=nonsense                |    | 400 | USAGE
          GET  | /api/v1/units                            |    | 400 | USAGE
          GET  | /api/v1/units?id=pkg:deb/debian/n@1?arch=all&view=x | | 400 | USAGE
          GET  | /api/v1/units?id=pkg:deb/debian/n@1?arch=all | | 404 | NOT_FOUND
          GET  | /api/v1/query?q=((                       |    | 400 | USAGE
          GET  | /api/v1/query?q=a&limit=0                |    | 400 | USAGE
          POST | /api/v1/lookup                           | {"directory": "colour: red"} | 400 | USAGE
          GET  | /api/v1/signature?id=x                   |    | 400 | USAGE
          GET  | /api/v1/query?q=a&limit=99999            |    | 400 | USAGE
          GET  | /api/v1/query?q=a&offset=x               |    | 400 | USAGE
          GET  | /api/v1/releases/none/1/composition      |    | 404 | NOT_FOUND
          GET  | /api/v1/releases/-/1/composition         |    | 400 | USAGE
          POST | /api/v1/publish                          | {"tree": "relative", "name": "x"} | 400 | USAGE
          POST | /api/v1/publish                          | {"name": "x"} | 400 | USAGE
          POST | /api/v1/get                              | {"ids": [null]} | 400 | USAGE
          POST | /api/v1/get                              | {"ids": ["x"]} | 400 | USAGE
          POST | /api/v1/get                              | not JSON | 400 | USAGE
          POST | /api/v1/wish                             | {"release": "none"} | 404 | NOT_FOUND
          POST | /api/v1/channels                         | {"name": "../x"} | 400 | USAGE
          POST | /api/v1/flashcrowds/tools/1              | {"windowSeconds": -1} | 400 | USAGE
          POST | /api/v1/locations                        | {"peer": "file:///x", "contents": []} | 400 | USAGE
          POST | /api/v1/locations/query                  | ["x"] | 400 | USAGE
          DELETE | /api/v1/subscriptions/none             |    | 404 | NOT_FOUND
          """)
  void failuresSayWhatIsWrong(String method, String path, String body, int status, String error)
      throws Exception {
    HttpResponse<byte[]> response =
        daemon.callRaw(method, path, body == null ? "" : body, this::token);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
    JsonNode failure = PeerJson.mapper().readTree(response.body());
    assertThat(failure.path("error").asString()).isEqualTo(error);
    assertThat(failure.path("message").asString()).isNotBlank();
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String large = " ".repeat(300_000);
    assertThat(daemon.callRaw("POST", "/api/v1/get", large, this::token).statusCode())
        .isEqualTo(413);
    var chunked =
        daemon
            .request("/api/v1/get", "Authorization", "Bearer " + TestPublisher.TOKEN)
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    assertThat(daemon.send(chunked).statusCode()).isEqualTo(413);
  }

  @Test
  void callsThatChangeNeedTheToken() throws Exception {
    for (Route route : daemon.server.routes()) {
      if (route.access() == Access.TOKEN) {
        String path = route.path().replaceAll("[{<][a-z]+[}>]", "x");
        HttpResponse<byte[]> none =
            daemon.callRaw(route.method(), path, "{}", UnaryOperator.identity());
        assertThat(none.statusCode()).as(route.method() + " " + path).isEqualTo(401);
        HttpResponse<byte[]> wrong =
            daemon.callRaw(
                route.method(), path, "{}", b -> b.header("Authorization", "Bearer wrong"));
        assertThat(wrong.statusCode()).as(route.method() + " " + path).isEqualTo(401);
        assertThat(wrong.headers().firstValue("www-authenticate")).contains("Bearer");
      }
    }
  }

  @Test
  void pagesOfOtherSitesAreKeptOut() throws Exception {
    String host = daemon.address.getRawAuthority();
    assertThat(rawStatus("evil.example:" + daemon.address.getPort(), "")).isEqualTo(403);
    assertThat(rawStatus("localhost:" + daemon.address.getPort(), "")).isEqualTo(200);
    assertThat(rawStatus(host, "Origin: http://evil.example\r\n")).isEqualTo(403);
    assertThat(rawStatus(host, "Origin: null\r\n")).isEqualTo(403);
    assertThat(rawStatus(host, "Origin: http://" + host + "\r\n")).isEqualTo(200);
    assertThat(daemon.get("/api/v1/status").headers().firstValue("access-control-allow-origin"))
        .isEmpty();
  }

  private int rawStatus(String host, String more) throws IOException {
    try (var socket = new java.net.Socket("127.0.0.1", daemon.address.getPort())) {
      String request =
          "GET /api/v1/status HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\n"
              + more
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void eventsResumeAfterTheLastOneSeen() throws Exception {
    daemon.publisher.createChannel("news", "");
    daemon.publisher.feedChannel("news", List.of(aPackage()));
    daemon.publisher.feedChannel("news", List.of(aPackage()));
    var request = daemon.request("/api/v1/events", "Last-Event-ID", "news:1,releases:999").build();
    try (var body = daemon.client.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("id: news:2");
      assertThat(lines.readLine()).isEqualTo("event: channel");
      assertThat(lines.readLine()).startsWith("data: {").contains("\"id\":2");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo("retry: 1000");
      assertThat(lines.readLine()).startsWith("id: ").contains("news:2", "releases:1");
      daemon.publisher.feedChannel("news", List.of(aPackage()));
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).startsWith("id: news:3,releases:1");
    }
  }

  @Test
  void openapiNamesEveryRoute() throws Exception {
    JsonNode paths = daemon.call("GET", "/api/v1/openapi.json", "").path("paths");
    for (Route route : daemon.server.routes()) {
      String path = route.path().replace('<', '{').replace('>', '}');
      assertThat(paths.path(path).has(route.method().toLowerCase(java.util.Locale.ROOT)))
          .as(path)
          .isTrue();
    }
  }
}
