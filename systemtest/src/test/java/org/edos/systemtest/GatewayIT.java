package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.edos.core.gateway.HoldingsFilter;
import org.edos.core.unit.Sha256;
import org.edos.systemtest.GatewayGround.Style;
import org.edos.testkit.Conduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A real apt and a real dnf get what an ordinary server has, through a daemon. */
class GatewayIT extends OnGatewayGround {
  private static final String DIRECT = "Acquire::http::Proxy=false";

  @ParameterizedTest
  @EnumSource
  void aptGetsWhatTheOriginHasAndTheNextOneGetsItFromHere(Style style) throws Exception {
    EdosDaemon daemon = ground.daemon();
    ground.aptGetsEverything(daemon, style);
    assertThat(ground.packagesAsked())
        .as("each asked for once")
        .doesNotHaveDuplicates()
        .hasSize(GatewayGround.DEBS.size());
    ground.origin.forget();
    ground.aptGetsEverything(daemon, style);
    assertThat(ground.packagesAsked()).isEmpty();
    GatewayGround.nothingCorruptIn(daemon);
  }

  @ParameterizedTest
  @EnumSource
  void dnfGetsWhatTheOriginHasAndTheNextOneGetsItFromHere(Style style) throws Exception {
    assumeTrue(GatewayGround.withRpms(), "dnf, rpm or createrepo_c are not installed here");
    EdosDaemon daemon = ground.daemon();
    ground.dnfGetsEverything(daemon, style);
    assertThat(ground.packagesAsked()).hasSize(GatewayGround.RPMS.size());
    ground.origin.forget();
    ground.dnfGetsEverything(daemon, style);
    assertThat(ground.packagesAsked()).isEmpty();
    GatewayGround.nothingCorruptIn(daemon);
  }

  @Test
  void aSecondDaemonGetsPackagesFromTheFirst() throws Exception {
    EdosDaemon first = ground.daemon();
    ground.aptGetsEverything(first, Style.PROXY);
    Sha256 large =
        Sha256.of(Files.readAllBytes(ground.served("apt/pool/main/large-0_1.0_all.deb")));
    await("the first tells that it holds them")
        .until(() -> HoldingsFilter.read(first.http().bytes("/content/filter")).mayHold(large));
    ground.origin.forget();
    ground.origin.behave("apt/pool/", Conduct.WELL.atRate(300_000));
    EdosDaemon second = ground.daemon("--set", "lan-peers=" + first.address());
    ground.aptGetsEverything(second, Style.PROXY);
    assertThat(ground.origin.bytes("apt/pool/"))
        .as("bytes of packages that the origin gave")
        .isLessThan(GatewayGround.LARGE);
    JsonNode bytes = second.http().tree("/api/v1/gateway").path("bytes");
    assertThat(bytes.path("LAN").asLong()).as("bytes from the first").isPositive();
    GatewayGround.nothingCorruptIn(second);
  }

  @Test
  void aRepositoryThatIsBeingChangedIsServedAsItWasUntilItIsWhole() throws Exception {
    EdosDaemon daemon = ground.daemon();
    RealApt apt = ground.apt(daemon, Style.PROXY);
    apt.aptGet("update", "--error-on=any").well();
    GatewayGround.Mending torn = ground.tear(new Random(seed));
    try {
      apt.aptGet("update", "--error-on=any").well();
      ground.aptDownloadsEverything(apt);
      ground.aptGetsEverything(daemon, Style.PATH);
    } finally {
      torn.mend();
    }
    await("the change has come through")
        .untilAsserted(() -> {
          apt.aptGet("update", "--error-on=any").well();
          apt.download(ground.fresh("later"), List.of("later-0")).well();
        });
  }

  @Test
  void aClientThatWantsManyRangesAtOnceGetsThem() throws Exception {
    assumeTrue(
        GatewayGround.withRpms() && Files.isExecutable(Path.of("/usr/bin/zckdl")),
        "zchunk is not installed here");
    EdosDaemon daemon = ground.daemon();
    String repository = "/origin/" + ground.origin.address().getAuthority() + "/rpm/repodata/";
    daemon.http().bytes(repository + "repomd.xml");
    Path served = ground.servedChunked();
    String address = daemon.address().resolve(repository + served.getFileName()).toString();
    Path into = ground.fresh("chunked");
    Ended.run(
            into,
            Map.of(),
            List.of("zckdl", "--fail-no-ranges", "-s", ground.oldChunked().toString(), address))
        .well();
    assertThat(into.resolve(served.getFileName().toString())).hasSameBinaryContentAs(served);
  }

  @Test
  void theArchiveOfThisMachineIsUsedThroughTheDaemon() throws Exception {
    EdosDaemon daemon = ground.daemon();
    Path own = ground.fresh("machine");
    Files.createDirectories(own.resolve("lists/partial"));
    List<String> apt =
        List.of(
            "apt-get",
            "-q",
            "-o",
            "Dir::State::lists=" + own.resolve("lists"),
            "-o",
            "Dir::Cache=" + own,
            "-o",
            "APT::Sandbox::User=root",
            "-o",
            "Debug::NoLocking=true",
            "-o",
            "Acquire::http::Timeout=30",
            "-o",
            "Acquire::http::Proxy=" + daemon.address());
    Ended alone = Ended.run(own, Map.of("LC_ALL", "C"), with(apt, "-o", DIRECT, "update"));
    assumeTrue(
        alone.exitCode() == 0 && !alone.output().contains("Err:"),
        "the archive of this machine cannot be reached");
    Ended.run(own, Map.of("LC_ALL", "C"), with(apt, "update", "--error-on=any")).well();
    Ended.run(own, Map.of("LC_ALL", "C"), with(apt, "download", "hostname", "sed")).well();
    Ended.run(own, Map.of("LC_ALL", "C"), with(apt, "update", "--error-on=any")).well();
    GatewayGround.nothingCorruptIn(daemon);
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }
}
