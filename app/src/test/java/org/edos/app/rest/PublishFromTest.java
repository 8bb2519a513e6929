package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.edos.core.network.Scope;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program publishes what lies in the folders for that, and nothing else of the machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishFromTest {
  private TestPublisher daemon;
  private Path elsewhere;
  private String program;

  @BeforeAll
  void aPublisherThatProgramsPublishWith(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
    elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createDirectories(daemon.shelf);
    MadeDebs.write(elsewhere, "secret", "1.0");
    Files.createSymbolicLink(daemon.shelf.resolve("link"), elsewhere);
    program = token("program", new Scope.Publish("tools"));
  }

  @AfterAll
  void ends() {
    daemon.close();
  }

  private String token(String name, Scope scope) {
    return daemon.tokens.create(name, Set.of(scope), Optional.empty()).secret();
  }

  private HttpResponse<byte[]> post(String token, String path, String body) throws Exception {
    return daemon.callRaw("POST", path, body, b -> b.header("Authorization", "Bearer " + token));
  }

  private static String tree(Path tree) {
    return "{\"name\":\"tools\",\"tree\":\"" + tree + "\"}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"../elsewhere", "link", "not-there", "", "link/../../elsewhere"})
  void noWayLeadsOutOfTheFolders(String way) throws Exception {
    Path tree = way.isEmpty() ? Path.of("/etc") : Path.of(daemon.shelf + "/" + way);

    HttpResponse<byte[]> answer = post(program, "/api/v1/publish", tree(tree));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(TestPublisher.text(answer)).contains("publish-from").contains("" + daemon.shelf);
  }

  @Test
  void updatesAndTransactionsAreHeldToTheSame() throws Exception {
    Path deb = MadeDebs.write(elsewhere, "other", "1.0");
    Path link = Files.createSymbolicLink(daemon.shelf.resolve("other.deb"), deb);
    String releases = "/api/v1/releases/tools/";
    for (Path file : new Path[] {deb, link}) {
      assertThat(
              post(program, releases + "update", "{\"packages\":[\"" + file + "\"]}").statusCode())
          .isEqualTo(403);
      assertThat(
              post(
                      program,
                      releases + "transactions",
                      "{\"operations\":[{\"operation\":\"publish-package\",\"file\":\""
                          + file
                          + "\"}]}")
                  .statusCode())
          .isEqualTo(403);
    }
    assertThat(post(program, releases + "update", tree(elsewhere)).statusCode()).isEqualTo(403);
  }

  @Test
  void whatLiesInAFolderIsPublished() throws Exception {
    Path tree = Files.createDirectories(daemon.shelf.resolve("tree"));
    MadeDebs.write(tree, "editor", "1.0");

    HttpResponse<byte[]> answer = post(program, "/api/v1/publish", tree(tree));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(TestPublisher.text(answer)).contains("\"result\"");
  }

  @Test
  void theOwnerAndWhoAdministersNameAnyFolder() throws Exception {
    for (String token :
        new String[] {TestPublisher.TOKEN, token("rules", new Scope.Administer())}) {
      HttpResponse<byte[]> answer =
          post(token, "/api/v1/releases/own/update", "{\"tree\":\"" + elsewhere + "\"}");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(TestPublisher.text(answer)).contains("\"result\"");
    }
  }
}
