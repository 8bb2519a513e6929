package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.edos.core.audit.AuditChain;
import org.edos.core.audit.AuditEntry;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TransactionsOverHttpTest {
  private static final String TRANSACTIONS = "/api/v1/releases/tools/transactions";
  private static final String EDITOR = "pkg:deb/debian/editor@1.0?arch=all";

  @TempDir Path folder;
  private TestPublisher publisher;

  @BeforeEach
  void start() throws IOException {
    publisher = new TestPublisher(folder);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void packagesUtilitiesCollectionsAndChannelsChangeTogether() throws Exception {
    JsonNode update =
        transact(
            "{\"expected\":0,\"operations\":["
                + published("editor")
                + ",{\"operation\":\"publish-utility\",\"location\":\"boot/disk.img\",\"bytes\":\""
                + Base64.getEncoder().encodeToString("disk".getBytes(StandardCharsets.UTF_8))
                + "\"},{\"operation\":\"publish-collection\",\"id\":\"desk\",\"members\":[\""
                + EDITOR
                + "\"]},{\"operation\":\"feed\",\"channel\":\"news\",\"units\":[\""
                + EDITOR
                + "\"]}]}");
    long number = update.path("release").path("number").asLong();
    HttpResponse<byte[]> response = publisher.get("/api/v1/releases/tools/state");
    assertThat(response.headers().firstValue("ETag")).hasValue("\"" + number + "\"");
    JsonNode state = PeerJson.mapper().readTree(response.body());
    assertThat(state.path("number").asLong()).isEqualTo(number);
    assertThat(state.path("collections").path(0).path("id").asString())
        .isEqualTo("edos:collection/tools/own/desk@current");
    assertThat(state.path("utilities").path(0).path("path").asString()).isEqualTo("boot/disk.img");
    assertThat(TestPublisher.text(publisher.get("/repo/tools/current/boot/disk.img")))
        .isEqualTo("disk");
    assertThat(publisher.channels.events("news", 0, 10)).hasSize(1);
  }

  @Test
  void anotherStateThanExpectedIsAConflict() throws Exception {
    long number = number(transact("{\"operations\":[" + published("editor") + "]}"));
    String next = "{\"operations\":[" + published("viewer") + "]}";
    assertThat(status(next, "\"" + (number - 1) + "\"")).isEqualTo(409);
    assertThat(status(next, "\"" + number + "\"")).isEqualTo(200);
    assertThat(status(next, "\"" + number + "\"")).isEqualTo(409);
    assertThat(status(next, "soon")).isEqualTo(400);
  }

  @Test
  void whatIsMalformedIsExplainedAndNothingHappens() throws Exception {
    assertThat(problem("{\"operations\":[]}")).contains("1 to 10,000");
    assertThat(problem("{\"operations\":[{\"operation\":\"explode\"}]}")).contains("explode");
    assertThat(problem("{\"operations\":[{\"operation\":\"publish-package\"}]}"))
        .contains("either file");
    assertThat(problem("{\"operations\":[{\"operation\":\"insert\",\"id\":\"desk\"}]}"))
        .contains("needs members");
    assertThat(problem("{\"operations\":[null]}")).contains("not the JSON expected");
    assertThat(publisher.publisher.releases()).isEmpty();
  }

  @Test
  void whatBecomesUninstallableIsNamedOrRefused() throws Exception {
    Path deb =
        MadeDebs.write(
            Files.createDirectories(folder.resolve("new")), "plugin", "1.0", "Depends: editor");
    String plugin = "{\"operation\":\"publish-package\",\"file\":\"" + deb + "\"}";
    transact("{\"operations\":[" + published("editor") + "," + plugin + "]}");
    String operations = "\"operations\":[{\"operation\":\"unpublish\",\"id\":\"" + EDITOR + "\"}]}";
    assertThat(status("{\"installability\":\"refuse\"," + operations)).isEqualTo(403);
    assertThat(status("{\"installability\":\"perhaps\"," + operations)).isEqualTo(400);
    JsonNode broken = transact("{" + operations).path("broken");
    assertThat(broken).hasSize(1);
    assertThat(broken.path(0).asString()).isEqualTo("pkg:deb/debian/plugin@1.0?arch=all");
    JsonNode lines = publisher.call("GET", "/api/v1/audit", "");
    assertThat(lines.path(lines.size() - 1).path("message").asString())
        .endsWith(", 1 package cannot be installed any more: plugin 1.0");
  }

  private int status(String body) throws Exception {
    return publisher
        .callRaw(
            "POST",
            TRANSACTIONS,
            body,
            b -> b.header("Authorization", "Bearer " + TestPublisher.TOKEN))
        .statusCode();
  }

  @Test
  void everythingThatIsDoneIsInTheAuditLog() throws Exception {
    transact("{\"operations\":[" + published("editor") + "]}");
    problem("{\"operations\":[{\"operation\":\"explode\"}]}");
    publisher.call("POST", "/api/v1/channels", "{\"name\":\"quiet\"}");
    publisher.call("POST", "/api/v1/channels/quiet/units", "{\"ids\":[\"" + EDITOR + "\"]}");
    publisher.call("POST", "/api/v1/releases/tools/freeze", "{\"version\":\"1\"}");
    publisher.call("DELETE", "/api/v1/releases/tools/1", "");
    publisher.callRaw(
        "DELETE",
        "/api/v1/releases/tools/9",
        "",
        b -> b.header("Authorization", "Bearer " + TestPublisher.TOKEN));
    JsonNode lines = publisher.call("GET", "/api/v1/audit", "");
    List<String> told = new ArrayList<>();
    AuditChain chain = new AuditChain();
    for (JsonNode line : lines) {
      AuditEntry entry = PeerJson.mapper().treeToValue(line, AuditEntry.class);
      assertThat(chain.next(entry)).isEmpty();
      assertThat(entry.draft().doer().who()).isEqualTo("owner");
      assertThat(entry.draft().doer().from()).isEqualTo("127.0.0.1");
      told.add(entry.draft().action() + " " + entry.draft().subject() + " " + entry.outcome());
    }
    assertThat(told)
        .containsExactly(
            "TRANSACTION tools@current DONE",
            "CHANNEL_CREATE quiet DONE",
            "CHANNEL_ADD quiet DONE",
            "FREEZE tools@1 DONE",
            "UNPUBLISH tools@1 DONE",
            "UNPUBLISH tools@9 FAILED");
    assertThat(publisher.get("/api/v1/audit").statusCode()).isEqualTo(401);
    assertThat(publisher.call("GET", "/api/v1/audit?cursor=4&limit=1", "")).hasSize(1);
    assertThat(publisher.call("GET", "/api/v1/audit?since=2999-01-01T00:00:00Z", "")).isEmpty();
  }

  private String published(String name) throws IOException {
    Path deb = MadeDebs.write(Files.createDirectories(folder.resolve("new")), name, "1.0");
    return "{\"operation\":\"publish-package\",\"file\":\"" + deb + "\"}";
  }

  private JsonNode transact(String body) throws Exception {
    return publisher.call("POST", TRANSACTIONS, body);
  }

  private static long number(JsonNode update) {
    return update.path("release").path("number").asLong();
  }

  private int status(String body, String ifMatch) throws Exception {
    return publisher
        .callRaw(
            "POST",
            TRANSACTIONS,
            body,
            b ->
                b.header("Authorization", "Bearer " + TestPublisher.TOKEN)
                    .header("If-Match", ifMatch))
        .statusCode();
  }

  private String problem(String body) throws Exception {
    HttpResponse<byte[]> response =
        publisher.callRaw(
            "POST",
            TRANSACTIONS,
            body,
            b -> b.header("Authorization", "Bearer " + TestPublisher.TOKEN));
    assertThat(response.statusCode()).isEqualTo(400);
    return TestPublisher.text(response);
  }
}
