package org.edos.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.edos.app.daemon.ActorKind;
import org.edos.app.daemon.Daemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real auto-apt-proxy, where it is installed, finds a real daemon. What it asks for places to
 * look at names one loopback address; how it looks there is its own.
 */
class AutoAptProxyTest {
  private static final Path PROGRAM = Path.of("/usr/bin/auto-apt-proxy");
  private static final String HOST = "127.0.0.77";
  private static final int PORT = 3142;

  /** What tells it of a domain, of a router, and of a host that is called apt-proxy. */
  private static final Map<String, String> PLACES =
      Map.of("hostname", "", "ip", "", "getent", "echo '" + HOST + " apt-proxy'\n");

  @TempDir Path folder;

  @Test
  void itFindsADaemonAtItsPort() throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "needs auto-apt-proxy");
    assumeTrue(isFree(), "needs port " + PORT + " of " + HOST);
    try (Daemon daemon =
        Daemon.start(
            new Daemon.Start(
                ActorKind.CLIENT,
                folder.resolve("home"),
                PORT,
                List.of(),
                List.of("host=" + HOST)))) {
      assertThat(found()).isEqualTo(daemon.address().toString());
    }
  }

  private static boolean isFree() {
    try (ServerSocket socket = new ServerSocket(PORT, 1, InetAddress.getByName(HOST))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private String found() throws IOException, InterruptedException {
    Path places = Files.createDirectory(folder.resolve("places"));
    for (Map.Entry<String, String> place : PLACES.entrySet()) {
      Path program = places.resolve(place.getKey());
      Files.writeString(program, "#!/bin/sh\n" + place.getValue());
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    Path output = folder.resolve("output");
    ProcessBuilder program = new ProcessBuilder(PROGRAM.toString()).redirectOutput(output.toFile());
    program.environment().merge("PATH", places.toString(), (all, first) -> first + ":" + all);
    program.environment().put("TMPDIR", folder.toString());
    program.environment().put("AUTO_APT_PROXY_NO_CACHE", "1");
    Process process = program.redirectErrorStream(true).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return Files.readString(output, StandardCharsets.UTF_8).strip();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
