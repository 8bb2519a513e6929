package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a client whose mirror does not answer. */
final class CutOffTest {
  private static final URI NOBODY = URI.create("http://127.0.0.1:1");

  private TestDaemon daemon;
  private Browser browser;

  @BeforeEach
  void start(@TempDir Path folder) {
    daemon = TestDaemon.client(folder.resolve("home"), List.of(NOBODY));
    browser = daemon.browser();
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void theOverviewSaysSoFirst() {
    assertThat(browser.see("/").text())
        .contains("To be seen to")
        .contains("does not answer: 127.0.0.1:1")
        .contains("First steps");
  }

  @Test
  void theOtherPagesAreThere() {
    assertThat(browser.see("/channels").text()).contains("Cannot reach http://127.0.0.1:1");
    assertThat(browser.see("/channels/releases").status()).isEqualTo(502);
    for (String page : List.of("/inbox", "/access", "/setup", "/doctor")) {
      assertThat(browser.see(page).status()).as(page).isEqualTo(200);
    }
  }

  @Test
  void whatThePeerDoesIsToldOnAndOnlyTheChannelsAreMissing() throws Exception {
    assertThat(firstLine("?peer=true")).isEqualTo("retry: 1000");
    assertThat(firstLine("")).as("for programs that want channels alone").contains("EXTERNAL");
  }

  private String firstLine(String query) throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    try {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(daemon.address() + "/api/v1/events" + query))
                  .build(),
              BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        return String.valueOf(lines.readLine());
      }
    } finally {
      http.shutdownNow();
    }
  }
}
