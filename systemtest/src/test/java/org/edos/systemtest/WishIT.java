package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.edos.core.unit.Sha256;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Machines on which a real apt or dnf installed something wish for what they need besides. */
class WishIT {
  private static final String OLD = "1.7.4+~1.7.1-1+deb12u1";
  private static final String NEW = "1.7.4+~1.7.1-1+deb12u2";

  @TempDir Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;

  @BeforeEach
  void aPublisher() {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
  }

  @AfterEach
  void end() {
    neighbourhood.close();
  }

  @Test
  void aMachineWithDebsGetsItsUpgradesOfANewReleaseAndNothingElse() throws Exception {
    assumeTrue(RealApt.present(), "apt-get and dpkg are not installed here");
    publish("old", TestData.debs(), file -> !file.contains(NEW));
    Path root = Files.createDirectories(folder.resolve("apt"));
    RealApt apt =
        new RealApt(
            root,
            publisher.address().resolve("/repo/old/"),
            publisher.http().bytes("/api/v1/openpgp-key"));
    apt.aptGet("update").well();
    apt.aptGet("install", "node-shell-quote", "node-wrappy").well();
    EdosDaemon machine =
        neighbourhood.client(
            "machine", publisher, "--set", "installed-root=" + root, "--set", "wish=needs");
    JsonNode same = machine.asks("wish", "old", "--select", "name:node-shell-quote");
    assertThat(same.path("installedContents").asInt()).isEqualTo(1);
    assertThat(same.path("missingContents").asInt()).isZero();

    machine.edos("subscribe", "releases", "--action", "download").well();
    publish("new", TestData.debs(), file -> !file.contains(OLD), "--window", "2s");
    await("the upgrade comes by itself")
        .until(
            () -> machine.asks("wish", "new", "--upgrade").path("missingContents").asInt(-1) == 0);
    assertThat(machine.http().bytes("/content/sha256/" + sha256("node-shell-quote_" + NEW)))
        .isNotEmpty();
    JsonNode needs = machine.asks("wish", "new", "--needs", "node-pump");
    long bytes = 0;
    for (String name : List.of("node-pump_", "node-end-of-stream_", "node-once_")) {
      bytes += Files.size(file(TestData.debs(), name));
    }
    assertThat(needs.path("missingBytes").asLong()).isEqualTo(bytes);
    assertThat(needs.path("unmet")).isEmpty();
    JsonNode whole = machine.asks("wish", "new");
    assertThat(whole.path("missingContents").asInt()).isGreaterThan(20);
    assertThat(whole.path("installedContents").asInt()).isEqualTo(2);
    Ended unknown = machine.edos("wish", "new", "--needs", "node-pumpkin");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.errors()).contains("no package node-pumpkin");
  }

  @Test
  void aMachineWithRpmsKnowsWhatItLacks() throws Exception {
    assumeTrue(RealDnf.present(), "dnf and rpm are not installed here");
    publish("rpms", TestData.rpms(), file -> true);
    RealDnf dnf =
        new RealDnf(
            Files.createDirectories(folder.resolve("dnf")),
            publisher.address().resolve("/repo/rpms/"));
    dnf.install("node-shell-quote-" + OLD, "node-wrappy").well();
    EdosDaemon machine =
        neighbourhood.client(
            "machine", publisher, "--set", "installed-root=" + folder.resolve("dnf/root"));
    JsonNode wrappy = machine.asks("wish", "rpms", "--select", "name:node-wrappy");
    assertThat(wrappy.path("installedContents").asInt()).isEqualTo(1);
    long indexes = machine.asks("wish", "rpms", "--needs", "node-wrappy").path("bytes").asLong();
    assertThat(indexes).isPositive();
    JsonNode upgrade = machine.asks("wish", "rpms", "--upgrade");
    assertThat(upgrade.path("bytes").asLong())
        .isEqualTo(indexes + Files.size(file(TestData.rpms(), "node-shell-quote-" + NEW)));
    JsonNode needs = machine.asks("wish", "rpms", "--needs", "node-pump");
    long bytes = indexes;
    for (String name : List.of("node-pump-", "node-end-of-stream-", "node-once-")) {
      bytes += Files.size(file(TestData.rpms(), name));
    }
    assertThat(needs.path("bytes").asLong()).isEqualTo(bytes);
    assertThat(needs.path("unmet")).isEmpty();
  }

  private void publish(String name, List<Path> files, Predicate<String> chosen, String... options)
      throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree-" + name));
    for (Path file : files) {
      if (chosen.test(file.getFileName().toString())) {
        Files.copy(file, tree.resolve(file.getFileName().toString()));
      }
    }
    String[] command = {"publish", tree.toString(), "--release", name};
    publisher
        .edos(Stream.concat(Arrays.stream(command), Arrays.stream(options)).toArray(String[]::new))
        .well();
  }

  private static Path file(List<Path> files, String beginning) {
    return files.stream()
        .filter(file -> file.getFileName().toString().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  private static Sha256 sha256(String beginning) throws IOException {
    return Sha256.of(Files.readAllBytes(file(TestData.debs(), beginning)));
  }
}
