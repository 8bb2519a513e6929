package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists in pages, followed from one to the next by their links. */
final class PagesTest {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

  private TestPublisher daemon;

  @BeforeEach
  void aPublisher(@TempDir Path folder) throws Exception {
    daemon = new TestPublisher(folder);
  }

  @AfterEach
  void ends() {
    daemon.close();
  }

  private record Page(JsonNode body, Optional<String> next) {}

  private Page page(String path) throws Exception {
    HttpResponse<byte[]> answer = daemon.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    Matcher next = NEXT.matcher(answer.headers().firstValue("link").orElse(""));
    return new Page(
        PeerJson.mapper().readTree(answer.body()),
        next.matches() ? Optional.of(next.group(1)) : Optional.empty());
  }

  @Test
  void nothingIsPassedOverOrComesTwiceWhileOthersComeAndGo() throws Exception {
    for (String name : List.of("delta", "alpha", "charlie", "bravo")) {
      daemon.publisher.createChannel(name, "");
    }
    Page first = page("/api/v1/channels?limit=2");
    daemon.call("DELETE", "/api/v1/channels/bravo", "");
    daemon.publisher.createChannel("aardvark", "");
    List<String> names = new ArrayList<>(names(first.body()));
    for (Optional<String> next = first.next(); next.isPresent(); ) {
      Page page = page(next.get());
      names.addAll(names(page.body()));
      next = page.next();
    }

    assertThat(names).containsExactly("alpha", "bravo", "charlie", "delta", "releases");
  }

  @Test
  void aListIsWholeUnlessALimitIsSet() throws Exception {
    daemon.publisher.createChannel("alpha", "");

    Page all = page("/api/v1/channels");

    assertThat(names(all.body())).contains("alpha", "releases");
    assertThat(all.next()).isEmpty();
  }

  @Test
  void eventsGoOnAfterTheLastNumber() throws Exception {
    daemon.publisher.createChannel("news", "");
    daemon.publish("first", "1");
    JsonNode found = daemon.call("GET", "/api/v1/query?q=kind:package&limit=1", "");
    UnitId unit = UnitId.parse(found.at("/answers/0/id").asString());
    List<Long> fed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      daemon.publisher.feedChannel("news", List.of(unit));
    }
    for (Optional<String> next = Optional.of("/api/v1/channels/news/events?limit=2");
        next.isPresent(); ) {
      Page page = page(next.get());
      page.body().forEach(event -> fed.add(event.path("id").asLong()));
      next = page.next();
    }

    assertThat(fed).containsExactly(1L, 2L, 3L);
  }

  private static List<String> names(JsonNode channels) {
    return channels.valueStream().map(channel -> channel.path("name").asString()).toList();
  }

  @Test
  void theHistoryAndTheAuditLogGoOnWhereAPageEnded() throws Exception {
    Path tree = daemon.tree(1);
    update(tree);
    for (String name : List.of("editor", "viewer", "player")) {
      MadeDebs.write(tree, name, "1.0");
    }
    update(tree);
    MadeDebs.write(tree, "writer", "1.0");
    JsonNode all = page("/api/v1/releases/moving/history").body();
    List<JsonNode> told = new ArrayList<>();
    Page page = page("/api/v1/releases/moving/history?limit=1");
    update(tree);
    told.addAll(page.body().values());
    while (page.next().isPresent()) {
      page = page(page.next().get());
      told.addAll(page.body().values());
    }

    assertThat(told).hasSizeGreaterThan(2).containsExactlyElementsOf(all.values());
    assertThat(daemon.call("GET", "/api/v1/audit?limit=2", "")).hasSize(2);
    assertThat(daemon.call("GET", "/api/v1/audit?cursor=2", "")).hasSize(1);
    assertThat(daemon.get("/api/v1/releases/moving/history?cursor=soon").statusCode())
        .isEqualTo(400);
  }

  private void update(Path tree) throws Exception {
    HttpResponse<byte[]> answer =
        daemon.callRaw(
            "POST",
            "/api/v1/releases/moving/update",
            "{\"tree\":\"" + tree + "\"}",
            b -> b.header("Authorization", "Bearer " + TestPublisher.TOKEN));
    assertThat(TestPublisher.text(answer)).contains("\"result\"");
  }
}
