package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An indexing network of a publisher and three mirrors, and a client that asks it. */
class NetworkIT {
  private static final List<String> QUERIES =
      List.of(
          "kind:package",
          "name:lib*",
          "library",
          "requires:libc6",
          "size<5kB",
          "arch:amd64 NOT section:libs",
          "file:/usr/share/doc/*");

  @TempDir Path folder;

  private static String invitation(EdosDaemon publisher, String name) {
    return publisher.asks("invite", "--name", name).path("address").asString("");
  }

  private static Path packages(Path folder) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("packages"));
    for (Path deb : TestData.debs().subList(0, 12)) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    return tree;
  }

  private static boolean isWhole(EdosDaemon daemon, int members) {
    JsonNode network = daemon.asks("status").path("network");
    for (JsonNode standing : network) {
      if (!standing.path("consistent").asBoolean(false)
          || !standing.path("member").path("online").asBoolean(false)) {
        return false;
      }
    }
    return network.size() == members;
  }

  @Test
  void anyMirrorAnswersAndNobodyNoticesThatOneIsAway() throws IOException {
    try (Neighbourhood neighbourhood = new Neighbourhood(folder)) {
      EdosDaemon publisher = neighbourhood.publisher();
      List<EdosDaemon> mirrors = new ArrayList<>();
      for (String name : List.of("paris", "oslo", "rome")) {
        mirrors.add(neighbourhood.start(name, "mirror", "--join", invitation(publisher, name)));
      }
      publisher
          .edos("publish", packages(folder).toString(), "--release", "tools", "--version", "1")
          .well();
      neighbourhood.seesEverywhere("tools@1");
      for (String query : QUERIES) {
        List<String> expected = publisher.answers(query);
        mirrors.forEach(mirror ->
            assertThat(mirror.answers(query)).as(mirror.name() + ": " + query).isEqualTo(expected));
      }
      assertThat(publisher.answers("kind:package")).isNotEmpty();
      Neighbourhood.await("status shows consistency").until(() -> isWhole(mirrors.get(1), 4));

      EdosDaemon client = neighbourhood.client("client", mirrors.getFirst());
      List<String> answers = client.answers("library");
      Neighbourhood.await("the client knows the other mirrors")
          .until(() -> client.asks("status").path("entries").size() > 1);
      mirrors.getFirst().kill9();
      assertThat(client.answers("library")).isEqualTo(answers);
      mirrors.getFirst().restart();
      Neighbourhood.await("the mirror is back").until(() -> isWhole(publisher, 4));

      publisher.kill9();
      assertThat(mirrors.get(2).answers("library")).isEqualTo(answers);
      publisher.restart();
      Neighbourhood.await("the publisher is back").until(() -> isWhole(mirrors.get(2), 4));
      assertThat(publisher.answers("library")).isEqualTo(answers);
    }
  }

  @Test
  void aMirrorWithACertificateOfAnotherAuthorityIsNotLetIn() throws IOException {
    try (Neighbourhood neighbourhood = new Neighbourhood(folder)) {
      EdosDaemon publisher = neighbourhood.publisher();
      EdosDaemon mirror =
          neighbourhood.start("paris", "mirror", "--join", invitation(publisher, "paris"));
      EdosDaemon foreign = neighbourhood.start("other", "publisher");
      mirror.kill9();
      for (String file : List.of("member.key", "password", "member.p12", "authority.crt")) {
        Files.copy(
            foreign.home().resolve("network").resolve(file),
            mirror.home().resolve("network").resolve(file),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }

      assertThatThrownBy(mirror::restart).isInstanceOf(AssertionError.class);
      assertThat(isWhole(publisher, 2)).isFalse();
      assertThat(publisher.asks("status").path("network").toString())
          .contains("\"name\":\"paris\",\"publisher\":false,\"online\":false");
    }
  }
}
