package org.edos.physical.torrent.libtorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our swarms and other BitTorrent clients, in a network namespace that has nothing but loopback:
 * whatever a client would like to look for outside, it does not find. Needs root for that.
 */
class InteropIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "aria2c, aria2c --version",
    "python3-libtorrent, /usr/bin/python3 -c 'import libtorrent'",
    "liar, /usr/bin/python3 -c 'import libtorrent'",
    "mktorrent, command -v mktorrent && /usr/bin/python3 -c 'import libtorrent'"
  })
  void torrentsAreSharedWithOtherClientsAndLiarsAreLetGo(String client, String isThere)
      throws Exception {
    assumeTrue(succeeds("unshare -n true"), "network namespaces need root");
    assumeTrue(succeeds(isThere), client + " is not installed; .ci/run installs it");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            "unshare",
            "-n",
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh",
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherClients.class.getName(),
            client,
            folder.toString());
    var log = folder.resolve("log");

    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);

      assertThat(ended && process.exitValue() == 0)
          .as(() -> text(log) + text(folder.resolve("output")))
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private boolean succeeds(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("try").toFile())
            .start();
    return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
