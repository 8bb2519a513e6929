package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.edos.app.daemon.DaemonFile;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a running publisher answers is what its own OpenAPI document says, call by call; every call
 * has an example here or a reason why it has none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiContractTest {
  /** Calls without an example that is checked against a schema, and why. */
  private static final Map<String, String> UNTRIED =
      Map.ofEntries(
          Map.entry("POST /api/v1/network/join", "needs a secret: NetworkIT"),
          Map.entry("DELETE /api/v1/network/members/{name}", "needs a member: NetworkIT"),
          Map.entry("POST /api/v1/events", "a stream without an end: EventStreamsTest"),
          Map.entry("GET /api/v1/events", "a stream without an end: HttpInterfaceTest"),
          Map.entry("POST /api/v1/offers", "signed by a publisher: PushIT"),
          Map.entry("POST /api/v1/releases/{name}/{version}/push", "needs peers: PushIT"),
          Map.entry("GET /api/v1/replicas", "needs a mirror: DistributionApiIT"),
          Map.entry("POST /api/v1/replicas", "needs a mirror: DistributionApiIT"),
          Map.entry("POST /api/v1/replicas/push", "needs a mirror: DistributionApiIT"),
          Map.entry("POST /api/v1/replicas/offers", "needs a mirror: DistributionApiIT"),
          Map.entry("GET /api/v1/replicas/offers/{id}", "needs a mirror: DistributionApiIT"),
          Map.entry("POST /api/v1/flashcrowds/{name}/{version}/wishes", "signed: FlashCrowdIT"),
          Map.entry("POST /api/v1/flashcrowds/{name}/{version}/reports", "signed: FlashCrowdIT"),
          Map.entry(
              "GET /api/v1/flashcrowds/{name}/{version}/assignments/{peer}",
              "needs a wish list: FlashCrowdIT"),
          Map.entry(
              "GET /api/v1/flashcrowds/{name}/{version}/clusters/{n}.torrent",
              "needs a wish list: FlashCrowdIT"),
          Map.entry("POST /api/v1/inbox/{number}/retry", "needs a failed action: SubscriptionIT"),
          Map.entry("GET /api/v1/dht-node", "needs wide-area: FindingIT"),
          Map.entry("GET /announce", "bencoded, for torrent clients: FlashCrowdIT"),
          Map.entry("GET /scrape", "bencoded, for torrent clients: FlashCrowdIT"),
          Map.entry("GET /content/filter", "needs a gateway that shares: FindingIT"),
          Map.entry("GET /content/pieces/{hex}", "needs a gateway that shares: FindingIT"));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Daemon daemon;
  private String token;
  private OpenApiDocument document;
  private String unit;
  private String content;

  @BeforeAll
  void aPublisherWithARelease(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("publisher");
    daemon = Daemon.start(new Daemon.Start(ActorKind.PUBLISHER, home, 0, List.of(), List.of()));
    token = DaemonFile.read(home).token();
    document = new OpenApiDocument(json(send("GET", "/api/v1/openapi.json", "", "")));
    tree = Files.createDirectory(folder.resolve("tree"));
    for (Path deb : TestData.debs().subList(0, 3)) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    publish("first", "1");
    JsonNode answers = json(send("GET", "/api/v1/query?q=kind:package&limit=1", "", ""));
    unit = answers.at("/answers/0/id").asString();
    JsonNode shown = json(send("GET", "/api/v1/units?id=" + encoded(unit), "", ""));
    content = shown.at("/metadata/sha256").asString();
  }

  private Path tree;

  private void publish(String name, String version) throws Exception {
    HttpResponse<byte[]> published =
        send(
            "POST",
            "/api/v1/publish",
            "{\"tree\":\"%s\",\"name\":\"%s\",\"version\":\"%s\"}".formatted(tree, name, version),
            "");
    assertThat(new String(published.body(), StandardCharsets.UTF_8)).contains("\"result\"");
  }

  @AfterAll
  void ends() {
    daemon.close();
    http.close();
  }

  /** A call that is made. */
  private record Example(String call, String path, String body, String accept) {
    static Example get(String call) {
      return get(call, call);
    }

    static Example get(String call, String path) {
      return new Example("GET " + call, path, "", "");
    }

    Example accepting(String type) {
      return new Example(call, path, body, type);
    }

    static Example post(String call, String body) {
      return post(call, call, body);
    }

    static Example post(String call, String path, String body) {
      return new Example("POST " + call, path, body, "");
    }

    static Example delete(String call, String path) {
      return new Example("DELETE " + call, path, "", "");
    }

    String method() {
      return call.substring(0, call.indexOf(' '));
    }
  }

  private List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    examples.addAll(
        Stream.of(
                "/api/v1/status /api/v1/freshness /api/v1/network/members /api/v1/network/peers"
                    + " /api/v1/releases /api/v1/swarms /api/v1/openpgp-key /api/v1/gateway"
                    + " /api/v1/gateway/peers /api/v1/openapi.json /healthz /readyz /metrics"
                    + " /api/v1/mail")
            .flatMap(line -> Stream.of(line.split(" ", -1)))
            .map(Example::get)
            .toList());
    examples.addAll(releases());
    examples.addAll(channels());
    examples.addAll(crowds());
    examples.addAll(people());
    return examples;
  }

  private List<Example> releases() {
    String release = "/api/v1/releases/{name}/{version}";
    String update = "{\"tree\":\"" + tree + "\"}";
    String hashes = "[\"" + content + "\"]";
    String held = "{\"peer\":\"http://127.0.0.1:1\",\"contents\":" + hashes + "}";
    return List.of(
        Example.post(
            "/api/v1/publish", "{\"tree\":\"" + tree + "\",\"name\":\"second\",\"version\":\"1\"}"),
        Example.get(release + "/composition", "/api/v1/releases/first/1/composition"),
        Example.get(release + "/documents", "/api/v1/releases/first/1/documents"),
        Example.get(release + "/check", "/api/v1/releases/first/1/check"),
        Example.post("/api/v1/releases/{name}/update", "/api/v1/releases/moving/update", update),
        Example.get("/api/v1/releases/{name}/history", "/api/v1/releases/moving/history"),
        Example.post(
            "/api/v1/releases/{name}/freeze",
            "/api/v1/releases/moving/freeze",
            "{\"version\":\"1\"}"),
        Example.post(
            "/api/v1/releases/{name}/transactions",
            "/api/v1/releases/moving/transactions",
            "{\"operations\":[{\"operation\":\"publish-collection\",\"id\":\"desk\",\"members\":[\""
                + unit
                + "\"]}]}"),
        Example.get("/api/v1/releases/{name}/state", "/api/v1/releases/moving/state"),
        Example.get(
            release + "/diff", "/api/v1/releases/first/1/diff?with=moving%40current&limit=10"),
        Example.get("/api/v1/audit"),
        Example.delete(release, "/api/v1/releases/second/1"),
        Example.get("/repo/{path}", "/repo/first/1/"),
        Example.get("/content/sha256/{hex}", "/content/sha256/" + content),
        Example.get("/api/v1/query", "/api/v1/query?q=kind:package&explain=true&limit=2"),
        Example.get("/api/v1/query", "/api/v1/query?q=kind:package")
            .accepting("application/x-ndjson"),
        Example.get("/api/v1/query/documents", "/api/v1/query/documents?q=kind:package"),
        Example.post("/api/v1/password", "{\"password\":\"a long enough one\"}"),
        Example.delete("/api/v1/password", "/api/v1/password"),
        Example.post(
            "/api/v1/xquery", "{\"query\":\"kind:package\",\"xquery\":\"count($documents)\"}"),
        Example.get("/api/v1/units", "/api/v1/units?id=" + encoded(unit)),
        Example.get("/api/v1/units", "/api/v1/units?view=results&id=" + encoded(unit))
            .accepting("application/xml"),
        Example.get("/api/v1/signature", "/api/v1/signature?id=" + encoded(unit)),
        Example.post("/api/v1/lookup", "{\"directory\":\"type: binary\",\"limit\":1}"),
        Example.get("/api/v1/locate", "/api/v1/locate?id=" + encoded(unit)),
        Example.post("/api/v1/locations/query", hashes),
        Example.post("/api/v1/locations", held),
        Example.post("/api/v1/locations/best", "{\"ids\":[\"" + unit + "\"]}"),
        Example.post("/api/v1/locations/withdraw", held),
        Example.post("/api/v1/get", "{\"ids\":[\"" + unit + "\"]}"),
        Example.post("/api/v1/missing", "{\"ids\":[\"" + unit + "\"]}"),
        Example.post("/api/v1/wish", "{\"release\":\"first\"}"));
  }

  private List<Example> channels() {
    String channel = "/api/v1/channels/{name}";
    String ids = "{\"ids\":[\"" + unit + "\"]}";
    return List.of(
        Example.post("/api/v1/channels", "{\"name\":\"news\",\"description\":\"what is new\"}"),
        Example.get("/api/v1/channels"),
        Example.post(channel, "/api/v1/channels/news", "{\"grants\":{\"group:testers\":\"FEED\"}}"),
        Example.post("/api/v1/subscriptions", "{\"channel\":\"news\",\"action\":\"NOTIFY\"}"),
        Example.get("/api/v1/subscriptions"),
        Example.post(
            "/api/v1/subscriptions/{id}", "/api/v1/subscriptions/1", "{\"action\":\"DOWNLOAD\"}"),
        Example.post(channel + "/units", "/api/v1/channels/news/units", ids),
        Example.get(channel, "/api/v1/channels/news"),
        Example.get(channel + "/events", "/api/v1/channels/news/events?limit=1"),
        Example.get(channel + "/head", "/api/v1/channels/releases/head"),
        Example.get("/channels/{name}/feed.atom", "/channels/news/feed.atom"),
        Example.post(channel + "/units/remove", "/api/v1/channels/news/units/remove", ids),
        Example.get("/api/v1/inbox"),
        Example.get("/api/v1/inbox/summary"),
        Example.post("/api/v1/inbox/read", "{\"first\":1,\"last\":1}"),
        Example.delete(channel, "/api/v1/channels/news"));
  }

  private List<Example> crowds() {
    String crowd = "/api/v1/flashcrowds/{name}/{version}";
    String first = "/api/v1/flashcrowds/first/1";
    return List.of(
        Example.post(crowd, first, "{\"windowSeconds\":30}"),
        Example.get("/api/v1/flashcrowds"),
        Example.get(crowd, first),
        Example.get(crowd + "/outlooks", first + "/outlooks?peerUpload=1000"),
        Example.get(crowd + "/plan", first + "/plan"),
        Example.delete(crowd, first));
  }

  private List<Example> people() {
    String key = "00".repeat(32);
    return List.of(
        Example.post("/api/v1/users", "{\"name\":\"anna\",\"keys\":[\"" + key + "\"]}"),
        Example.get("/api/v1/users"),
        Example.delete("/api/v1/users/{name}", "/api/v1/users/anna"),
        Example.post("/api/v1/network/invitations", "{\"name\":\"far\",\"validity\":\"PT1H\"}"),
        Example.get("/api/v1/network/invitations"),
        Example.delete("/api/v1/network/invitations/{id}", "/api/v1/network/invitations/ID"),
        Example.post(
            "/api/v1/tokens",
            "{\"name\":\"nightly\",\"scopes\":[\"read\",\"publish:x\"],\"validity\":\"P1D\"}"),
        Example.get("/api/v1/tokens"),
        Example.delete("/api/v1/tokens/{name}", "/api/v1/tokens/nightly"),
        Example.post("/api/v1/webhooks", "{\"url\":\"http://127.0.0.1:1/hook\"}"),
        Example.get("/api/v1/webhooks"),
        Example.delete("/api/v1/webhooks/{id}", "/api/v1/webhooks/ID"),
        Example.delete("/api/v1/subscriptions/{id}", "/api/v1/subscriptions/2"));
  }

  private final Map<String, String> made = new LinkedHashMap<>();

  @TestFactory
  Stream<DynamicTest> everyAnswerIsAsTheDocumentSays() {
    return examples().stream()
        .map(example ->
            DynamicTest.dynamicTest(
                example.call() + " " + example.accept(), () -> assertAsSaid(example)));
  }

  private void assertAsSaid(Example example) throws Exception {
    String path = withId(example);
    if (!example.body().isEmpty()) {
      JsonNode body = PeerJson.mapper().readTree(example.body());
      assertThat(document.wrongInRequest(example.call(), body)).isEmpty();
    }
    HttpResponse<byte[]> answer = send(example.method(), path, example.body(), example.accept());
    assertThat(answer.statusCode())
        .as(() -> new String(answer.body(), StandardCharsets.UTF_8))
        .isIn(200, 202);
    String type = answer.headers().firstValue("content-type").orElse("").split(";", 2)[0].strip();
    if (answer.statusCode() == 200) {
      assertBodyAsSaid(example, type, answer.body());
    } else {
      assertThat(document.operation(example.call()).path("responses").has("202")).isTrue();
    }
  }

  private void assertBodyAsSaid(Example example, String type, byte[] body) {
    if (type.equals("application/json")) {
      JsonNode value = PeerJson.mapper().readTree(body);
      JsonNode id = value.has("webhook") ? value.path("webhook").path("id") : value.path("id");
      if (id.isString()) {
        made.put(example.path(), id.asString());
      }
      assertThat(document.wrongInAnswer(example.call(), type, value)).isEmpty();
    } else if (type.equals("application/x-ndjson")) {
      new String(body, StandardCharsets.UTF_8)
          .lines()
          .forEach(line ->
              assertThat(
                      document.wrongInAnswer(
                          example.call(), type, PeerJson.mapper().readTree(line)))
                  .as(line)
                  .isEmpty());
    } else {
      assertThat(document.operation(example.call()).at("/responses/200/content").properties())
          .as(type)
          .anyMatch(media ->
              media.getKey().equals(type) || media.getKey().equals("application/octet-stream"));
    }
  }

  /** The path, where an example before has made what it names. */
  private String withId(Example example) {
    String list = example.path().replaceFirst("/ID$", "");
    return example.path().endsWith("/ID") ? list + "/" + made.get(list) : example.path();
  }

  @Test
  void everyCallHasAnExampleOrAReason() {
    Set<String> tried = new TreeSet<>(UNTRIED.keySet());
    examples().forEach(example -> tried.add(example.call()));

    assertThat(tried).isEqualTo(document.operations().keySet());
  }

  @Test
  void theDocumentKeepsTheRulesOfOpenApi() {
    assertThat(OpenApiRules.broken(document.root())).isEmpty();
  }

  @Test
  void everyFailureIsAProblemDocument() throws Exception {
    assertProblem(404, send("GET", "/api/v1/nothing-here", "", ""));
    HttpResponse<byte[]> wrongMethod = send("DELETE", "/api/v1/status", "", "");
    assertProblem(405, wrongMethod);
    assertThat(wrongMethod.headers().firstValue("allow")).contains("GET, HEAD");
    assertProblem(400, send("GET", "/api/v1/inbox?limit=0", "", ""));
    assertProblem(400, send("POST", "/api/v1/channels", "{\"name\":", ""));
    assertProblem(400, send("POST", "/api/v1/channels", "[]", ""));
    assertProblem(404, send("GET", "/api/v1/channels/nobody-made-it", "", ""));
    assertProblem(413, send("POST", "/api/v1/channels", " ".repeat(300 << 10), ""));
    String right = token;
    token = "wrong";
    try {
      assertProblem(401, send("GET", "/api/v1/inbox", "", ""));
    } finally {
      token = right;
    }
  }

  private void assertProblem(int status, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(document.wrongInProblem(problem)).isEmpty();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
  }

  private HttpResponse<byte[]> send(String method, String path, String body, String accept)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(daemon.address() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token);
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    return PeerJson.mapper().readTree(response.body());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
