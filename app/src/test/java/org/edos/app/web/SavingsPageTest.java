package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.physical.peer.PeerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the gateway has spared the origins of what it gave, on its page. */
final class SavingsPageTest {
  @Test
  void whatWasGivenIsShownBySourceAndOverTimeAndSurvivesARestart(@TempDir Path folder)
      throws Exception {
    try (TestDaemon origin = TestDaemon.publisher(folder.resolve("origin"));
        TestDaemon daemon = TestDaemon.client(folder.resolve("home"), List.of())) {
      origin.publishes("tools", 2);
      Browser browser = daemon.browser();
      assertThat(browser.see("/savings").text())
          .contains("have fetched nothing of other servers' repositories")
          .doesNotContain("<canvas");

      long size = fetch(daemon, origin.address() + "/repo/tools/1/dists/edos/InRelease");
      daemon.restart();
      assertThat(browser.see("/savings?span=hours").text())
          .contains("data-chart=\"/savings/chart?span=hours\"")
          .contains("1 file")
          .contains("local network")
          .contains("<th scope=\"row\" class=\"when\">");
      assertThat(browser.see("/savings?span=none").text()).contains("span=days");

      JsonNode chart =
          PeerJson.mapper().readTree(browser.part("/savings/chart?span=months").text());
      assertThat(chart.path("labels").size()).isEqualTo(24);
      assertThat(chart.path("sets").size()).isEqualTo(5);
      List<Long> given = new ArrayList<>();
      chart.path("sets").forEach(set -> given.add(set.path("values").path(23).asLong()));
      assertThat(given).as("the origin gave all of it").containsExactly(0L, 0L, 0L, 0L, size);
    }
  }

  private static long fetch(TestDaemon daemon, String address) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI through =
          URI.create(daemon.address() + "/origin/" + address.substring("http://".length()));
      HttpResponse<byte[]> answer =
          http.send(HttpRequest.newBuilder(through).build(), BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body().length;
    }
  }
}
