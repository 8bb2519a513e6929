package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.app.rest.TestPublisher.text;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DiffOverHttpTest {
  private TestPublisher daemon;
  private HttpResponse<byte[]> published;

  @BeforeEach
  void publish(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
    Path tree = Files.createDirectory(folder.resolve("packages"));
    MadeDebs.write(tree, "editor", "1.0", "Depends: lexicon (>= 2)");
    MadeDebs.write(tree, "lexicon", "2.0");
    MadeDebs.write(tree, "orphan", "1.0", "Depends: nowhere");
    daemon.publisher.publish(tree, "tools", Optional.of("1"), Optional.empty());
    Files.delete(tree.resolve(MadeDebs.fileName("lexicon", "2.0")));
    MadeDebs.write(tree, "lexicon", "1.0");
    MadeDebs.write(tree, "nowhere", "1.0");
    published =
        call(
            "POST",
            "/api/v1/publish",
            "{\"tree\":\"" + tree + "\",\"name\":\"tools\",\"version\":\"2\"}");
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private HttpResponse<byte[]> call(String method, String path, String body) throws Exception {
    return daemon.callRaw(
        method,
        path,
        body,
        request -> request.header("Authorization", "Bearer " + TestPublisher.TOKEN));
  }

  private HttpResponse<byte[]> diff(String query) throws Exception {
    return call("GET", "/api/v1/releases/tools/1/diff" + query, "");
  }

  private static JsonNode result(HttpResponse<byte[]> response) {
    String last = text(response).lines().reduce((one, next) -> next).orElseThrow();
    return PeerJson.mapper().readTree(last).path("result");
  }

  @Test
  void packagesBytesAndInstallabilityAreTold() throws Exception {
    JsonNode diff = result(diff("?with=tools@2"));
    assertThat(diff.path("after").asString()).isEqualTo("tools@2");
    JsonNode counts = diff.path("counts");
    assertThat(counts.path("added").asInt()).isEqualTo(1);
    assertThat(counts.path("removed").asInt()).isZero();
    assertThat(counts.path("patched").asInt()).isEqualTo(1);
    assertThat(counts.path("bytes").asLong()).isPositive();
    assertThat(diff.path("broken").path(0).path("explanation").asString())
        .isEqualTo("editor 1.0 needs lexicon (>= 2), which nothing has (there is lexicon 1.0)");
    assertThat(diff.path("mended").path(0).path("id").asString())
        .isEqualTo("pkg:deb/debian/orphan@1.0?arch=all");
  }

  @Test
  void aLimitBoundsTheListsAndNotTheCounts() throws Exception {
    JsonNode diff = result(diff("?with=tools@2&limit=0"));
    assertThat(diff.path("packages").size()).isZero();
    assertThat(diff.path("broken").size()).isZero();
    assertThat(diff.path("counts").path("broken").asInt()).isEqualTo(1);
  }

  @Test
  void aReleaseThatIsNotThereIsNotFound() throws Exception {
    assertThat(diff("?with=tools@3").statusCode()).isEqualTo(404);
    assertThat(diff("").statusCode()).isEqualTo(400);
  }

  @Test
  void whatPublishingBreaksIsInItsResultAndItsLineOfTheAuditLog() throws Exception {
    JsonNode broken = result(published).path("broken");
    assertThat(broken).hasSize(1);
    assertThat(broken.path(0).asString()).isEqualTo("pkg:deb/debian/editor@1.0?arch=all");
    JsonNode lines = daemon.call("GET", "/api/v1/audit", "");
    assertThat(lines.path(lines.size() - 1).path("message").asString())
        .endsWith(", 1 package cannot be installed any more: editor 1.0");
  }
}
