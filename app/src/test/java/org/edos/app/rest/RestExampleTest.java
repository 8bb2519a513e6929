package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.network.Scope;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** The example in {@code examples/rest} does against a publisher what its page says. */
final class RestExampleTest {
  @Test
  void theExamplePublishesWithATokenAndIsRefusedWhatItsScopesDoNotSay(@TempDir Path folder)
      throws Exception {
    try (TestPublisher daemon = new TestPublisher(folder)) {
      String token =
          daemon
              .tokens
              .create(
                  "example", Set.of(new Scope.Read(), new Scope.Publish("tools")), Optional.empty())
              .secret();
      daemon.publish("before", "1");
      Files.createDirectories(daemon.shelf);
      Path tree = Files.move(daemon.tree(3), daemon.shelf.resolve("tree"));
      Path source = TestData.root().resolveSibling("examples/rest/EdosRest.java");
      ProcessBuilder program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  jackson(),
                  source.toString(),
                  tree.toString(),
                  "tools")
              .redirectErrorStream(true);
      program.environment().put("EDOS_DAEMON", daemon.address.toString());
      program.environment().put("EDOS_TOKEN", token);
      Process process = program.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said)
          .contains("published tools@", "release before@1", "release tools@", "package pkg:deb/")
          .contains("event tools@", "refused 403 REFUSED", "publish:tools-2");
    }
  }

  /** The jars of Jackson that this test has. */
  private static String jackson() {
    return Stream.of(JsonMapper.class, JsonParser.class, JsonProperty.class)
        .map(type -> Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
