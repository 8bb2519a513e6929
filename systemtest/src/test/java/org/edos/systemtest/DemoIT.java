package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo, as it is shown to people, tells in one document that everything went well. */
class DemoIT {
  @TempDir Path folder;

  @Test
  void theDemoShowsEverythingAndLeavesNothingBehind() throws Exception {
    Ended demo =
        Ended.run(
            folder,
            Map.of("EDOS_JAVA_OPTS", "-Djava.io.tmpdir=" + folder),
            List.of(
                EdosDaemon.LAUNCHER.toString(),
                "demo",
                "--tree",
                TestData.root().resolve("deb").toString(),
                "--clients",
                "2",
                "--once",
                "--json"));

    JsonNode told = demo.json();
    assertThat(EdosDaemon.strings(told.path("releases"), "name")).startsWith("R1", "R2", "R3");
    for (JsonNode release : told.path("releases")) {
      assertThat(release.path("version").asString()).isEqualTo("1");
      assertThat(release.path("packages").asInt()).isPositive();
      assertThat(release.path("utilities").asInt()).isPositive();
      assertThat(release.path("bytes").asLong()).isPositive();
    }
    JsonNode crowd = told.path("flashCrowd");
    assertThat(crowd.path("peers").asInt()).isBetween(2, 4);
    assertThat(crowd.path("strategy").asString()).isNotEmpty();
    assertThat(crowd.path("clusters").asInt()).isPositive();
    assertThat(crowd.path("wantedBytes").asLong()).isPositive();
    assertThat(crowd.path("receivedBytes").asLong())
        .isGreaterThanOrEqualTo(crowd.path("wantedBytes").asLong());
    assertThat(crowd.path("unwantedBytes").asLong(-1)).isZero();
    assertThat(crowd.path("publisherUploadedBytes").asLong()).isPositive();
    assertThat(crowd.path("distinctBytes").asLong())
        .isPositive()
        .isLessThanOrEqualTo(crowd.path("wantedBytes").asLong());
    assertThat(crowd.path("seconds").asDouble()).isPositive();
    assertThat(crowd.path("verifiedUnits").asInt()).isPositive();
    assertThat(crowd.path("failedUnits").asInt(-1)).isZero();
    assertThat(told.path("query").path("text").asString()).isNotEmpty();
    assertThat(told.path("query").path("answers").asInt()).isPositive();
    assertThat(told.path("query").path("milliseconds").asDouble()).isPositive();
    assertThat(told.path("notification").path("subscribers").asInt()).isEqualTo(2);
    assertThat(told.path("notification").path("delivered").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(told.path("notification").path("milliseconds").asLong(-1)).isNotNegative();
    installed(told.path("apt"), RealApt.present());
    installed(told.path("dnf"), RealDnf.present());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static void installed(JsonNode installation, boolean present) {
    assertThat(installation.path("ran").asBoolean(!present)).isEqualTo(present);
    assertThat(installation.path("ok").asBoolean()).isEqualTo(present);
    assertThat(installation.path("packages").asInt(-1) > 0).isEqualTo(present);
  }
}
