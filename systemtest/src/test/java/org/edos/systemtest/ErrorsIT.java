package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.SignedCompositionXml;
import org.edos.core.unit.PackageId;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What goes wrong is said clearly, with the exit code that scripts rely on, and does no harm. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsIT {
  @TempDir static Path folder;
  private Neighbourhood neighbourhood;
  private EdosDaemon publisher;
  private EdosDaemon client;
  private Composition tools;

  @BeforeAll
  void aPublisherWithAReleaseAndAClient() {
    neighbourhood = new Neighbourhood(folder);
    publisher = neighbourhood.publisher();
    client = neighbourhood.client("client", publisher);
    publisher
        .edos("publish", TestData.root().resolve("deb").toString(), "--release", "tools")
        .well();
    neighbourhood.seesEverywhere("tools@1");
    tools =
        CompositionXml.read(
            SignedCompositionXml.read(
                    publisher.http().bytes("/api/v1/releases/tools/1/composition"))
                .xml());
  }

  @AfterAll
  void end() {
    neighbourhood.close();
  }

  @Test
  void aTornTreeIsRefusedWithTheFileThatDiffers() throws IOException {
    Path tree = treeOfTools("torn");
    Path torn = tree.resolve(packageNamed("node-once").path().value());
    byte[] bytes = Files.readAllBytes(torn);
    bytes[bytes.length / 2] ^= 1;
    Files.write(torn, bytes);

    Ended published = publisher.edos("publish", tree.toString(), "--release", "torn");

    assertThat(published.exitCode()).isEqualTo(4);
    assertThat(published.errors()).contains(torn.getFileName().toString());
    assertThat(publisher.releases()).containsExactly("tools@1");
  }

  @Test
  void aTreeSignedByNobodyTrustedIsRefused() throws IOException {
    Path keys = TestData.root().resolve("trust/debian-archive-keyring.gpg");
    try (EdosDaemon wary =
        EdosDaemon.start(folder, "wary", "publisher", "--set", "trusted-keys=" + keys)) {
      Ended published =
          wary.edos("publish", treeOfTools("untrusted").toString(), "--release", "untrusted");

      assertThat(published.exitCode()).isEqualTo(4);
      assertThat(published.errors()).contains("InRelease").contains("sign");
      assertThat(wary.releases()).isEmpty();
    }
  }

  @Test
  void aFullStoreIsSaidAndNothingIsVisible() {
    try (EdosDaemon small =
        EdosDaemon.start(folder, "small", "publisher", "--set", "store-quota=100KB")) {
      Ended published =
          small.edos("publish", TestData.root().resolve("deb").toString(), "--release", "tools");

      assertThat(published.exitCode()).isEqualTo(1);
      assertThat(published.errors()).contains("store-quota");
      assertThat(small.releases()).isEmpty();
      assertThat(small.answers("name:node*")).isEmpty();
    }
  }

  @Test
  void aWrongOptionIsUsageWithAHint() {
    Ended wrong = client.edos("query", "node", "--colour");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.output()).isEmpty();
    assertThat(wrong.errors()).contains("--colour", "Try 'edos query --help'");
  }

  @Test
  void aWrongSettingIsUsageWithThoseThereAre() {
    Ended wrong = elsewhere("publisher", "--set", "store-quotas=1GB", "--port", "0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.errors()).contains("store-quotas", "store-quota,");
  }

  @Test
  void aQueryThatCannotBeReadIsUsage() {
    Ended wrong = client.edos("query", "name:node AND (");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.errors()).startsWith("edos: ");
  }

  @Test
  void aUnitThatNobodyHeardOfIsNotFound() {
    for (String command : List.of("show", "locate", "get")) {
      Ended unknown = client.edos(command, "pkg:deb/debian/no-such-thing@1.0?arch=all");
      assertThat(unknown.exitCode()).as(command).isEqualTo(3);
      assertThat(unknown.errors()).as(command).contains("no-such-thing");
    }
  }

  @Test
  void aReleaseThatIsNotThereIsNotFound() {
    Ended unknown = client.edos("releases", "nothing");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.errors()).contains("nothing");
  }

  @Test
  void whatNobodyHoldsCannotBeFetchedAndTheRestComesAll() throws IOException {
    Composition.Entry lost = packageNamed("ros-std-msgs");
    Composition.Entry held = packageNamed("ros-actionlib-msgs");
    try (Stream<Path> files = Files.walk(publisher.home().resolve("store"))) {
      List<Path> bytes =
          files
              .filter(file -> file.getFileName().toString().contains(lost.sha256().hex()))
              .toList();
      assertThat(bytes).hasSize(1);
      Files.delete(bytes.getFirst());
    }

    Ended got = client.edos("get", lost.unit().toString(), held.unit().toString(), "--json");

    assertThat(got.exitCode()).isEqualTo(1);
    assertThat(got.errors()).contains("could not be fetched", "edos locate");
    assertThat(got.output()).contains("ros-actionlib-msgs");
  }

  @Test
  void aPeerThatServesWrongBytesIsPassedOver() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer evil =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    evil.createContext(
        "/content/sha256/",
        exchange -> {
          asked.incrementAndGet();
          byte[] wrong = new byte[(int) sizeOf(exchange.getRequestURI())];
          new Random(1).nextBytes(wrong);
          exchange.sendResponseHeaders(200, wrong.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(wrong);
          }
        });
    evil.start();
    try {
      List<Composition.Entry> wanted =
          tools.entries().stream().filter(entry -> entry.path().value().contains("node-")).toList();
      publisher
          .http()
          .post(
              "/api/v1/locations",
              Map.of(
                  "peer",
                  "http://127.0.0.1:" + evil.getAddress().getPort(),
                  "contents",
                  wanted.stream().map(entry -> entry.sha256().hex()).toList()),
              JsonNode.class);
      Path into = folder.resolve("despite");
      for (Composition.Entry entry : wanted) {
        client.http().stream(
            "/api/v1/get",
            Map.of("ids", List.of(entry.unit().toString())),
            event -> {},
            JsonNode.class);
      }
      client.edos("get", wanted.getFirst().unit().toString(), "--into", into.toString()).well();

      assertThat(asked).as("times that the evil peer was asked").hasPositiveValue();
      for (Composition.Entry entry : wanted) {
        assertThat(client.http().bytes("/content/sha256/" + entry.sha256()))
            .isEqualTo(
                Files.readAllBytes(
                    TestData.root().resolve("deb").resolve(entry.path().fileName())));
      }
    } finally {
      evil.stop(0);
    }
  }

  @Test
  void aHomeInUseIsSaid() {
    Ended second = client.edos("client", "--entry", publisher.address().toString(), "--port", "0");
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.errors()).contains(client.home().toString(), "--home");
  }

  @Test
  void aPortInUseIsSaid() {
    String port = Integer.toString(publisher.address().getPort());
    Ended second = elsewhere("client", "--entry", publisher.address().toString(), "--port", port);
    assertThat(second.exitCode()).isIn(1, 2);
    assertThat(second.errors()).contains(port).contains("--port");
  }

  @Test
  void aDaemonThatDoesNotRunIsSaid() {
    Ended nobody = elsewhere("status");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.errors()).contains("no daemon runs", "--home");
  }

  private static Ended elsewhere(String... command) {
    List<String> all =
        Stream.of(
                Stream.of(EdosDaemon.LAUNCHER.toString()),
                Stream.of(command),
                Stream.of("--home", "elsewhere"))
            .flatMap(part -> part)
            .toList();
    return Ended.run(folder, Map.of(), all);
  }

  private Composition.Entry packageNamed(String name) {
    return tools.entries().stream()
        .filter(entry -> entry.unit() instanceof PackageId id && id.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private long sizeOf(URI content) {
    return tools.entries().stream()
        .filter(entry -> content.getPath().endsWith(entry.sha256().hex()))
        .mapToLong(Composition.Entry::size)
        .findFirst()
        .orElse(1);
  }

  /** The signed tree of the release, as apt sees it, in a folder. */
  private Path treeOfTools(String name) throws IOException {
    Path tree = folder.resolve("tree-" + name);
    for (Composition.Entry entry : tools.entries()) {
      Path file = tree.resolve(entry.path().value());
      Files.createDirectories(file.getParent());
      Path original = TestData.root().resolve("deb").resolve(entry.path().fileName());
      Files.write(
          file,
          Files.exists(original)
              ? Files.readAllBytes(original)
              : publisher.http().bytes("/content/sha256/" + entry.sha256()));
    }
    return tree;
  }
}
