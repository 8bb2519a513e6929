package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.app.rest.TestPublisher.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class CheckOverHttpTest {
  private TestPublisher daemon;

  @BeforeEach
  void publish(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
    Path tree = Files.createDirectory(folder.resolve("packages"));
    MadeDebs.write(tree, "editor", "1.0", "Depends: lexicon (>= 2)");
    MadeDebs.write(tree, "lexicon", "1.0");
    MadeDebs.write(tree, "desk", "1.0", "Depends: editor");
    daemon.publisher.publish(tree, "tools", Optional.of("1"), Optional.empty());
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private List<JsonNode> lines(String query) throws Exception {
    String answer =
        text(
            daemon.callRaw(
                "GET",
                "/api/v1/releases/tools/1/check" + query,
                "",
                request -> request.header("Authorization", "Bearer " + TestPublisher.TOKEN)));
    return Arrays.stream(answer.split("\n")).map(PeerJson.mapper()::readTree).toList();
  }

  private JsonNode result(String query) throws Exception {
    return lines(query).getLast().path("result");
  }

  @Test
  void packages_that_cannot_be_installed_are_told_with_the_chain_to_the_cause() throws Exception {
    JsonNode result = result("");
    assertThat(result.path("machines").path(0).path("checked").asInt()).isEqualTo(3);
    assertThat(result.path("machines").path(0).path("uninstallable").asInt()).isEqualTo(2);
    assertThat(result.path("broken"))
        .extracting(broken -> broken.path("explanation").asString())
        .containsExactlyInAnyOrder(
            "editor 1.0 needs lexicon (>= 2), which nothing has (there is lexicon 1.0)",
            """
            desk 1.0 needs editor
            editor 1.0 needs lexicon (>= 2), which nothing has (there is lexicon 1.0)\
            """);
  }

  @Test
  void progress_is_told_before_the_result() throws Exception {
    List<JsonNode> lines = lines("");
    assertThat(lines.subList(0, lines.size() - 1))
        .isNotEmpty()
        .allMatch(line -> line.path("event").path("activity").asString().equals("CHECK"));
  }

  @Test
  void only_the_named_packages_are_checked() throws Exception {
    JsonNode result = result("?package=lexicon&package=desk");
    assertThat(result.path("machines").path(0).path("checked").asInt()).isEqualTo(2);
    assertThat(result.path("broken").size()).isEqualTo(1);
  }

  @Test
  void a_limit_bounds_the_explanations_and_not_the_count() throws Exception {
    JsonNode result = result("?limit=1");
    assertThat(result.path("machines").path(0).path("uninstallable").asInt()).isEqualTo(2);
    assertThat(result.path("broken").size()).isEqualTo(1);
  }

  @Test
  void a_package_that_the_release_has_not_is_not_found() throws Exception {
    JsonNode last = lines("?package=nothing").getLast();
    assertThat(last.path("error").asString()).isEqualTo("NOT_FOUND");
    assertThat(last.path("message").asString()).isEqualTo("tools@1 has no package nothing");
  }
}
