package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewaySetupTest {
  private static final String PROXY = "http://127.0.0.1:9977";

  @TempDir private Path root;

  private Path in(String path) {
    return root.resolve(path);
  }

  @Test
  void aptIsSetUpByOneFileAndAProgramThatBothGoAgain() throws IOException {
    GatewaySetup setup = new GatewaySetup(root);
    setup.writeApt(PROXY, false);
    Path program = in("usr/local/lib/edos/apt-proxy");
    assertThat(in("etc/apt/apt.conf.d/30edos"))
        .content()
        .contains("Acquire::http::Proxy-Auto-Detect \"/usr/local/lib/edos/apt-proxy\";\n");
    assertThat(program).isExecutable();
    assertThat(setup.undoApt()).containsExactly(in("etc/apt/apt.conf.d/30edos"), program);
    assertThat(setup.undoApt()).isEmpty();
  }

  @Test
  void thePlainWayNeedsNoProgramAndReplacesTheOther() throws IOException {
    GatewaySetup setup = new GatewaySetup(root);
    setup.writeApt(PROXY, false);
    setup.writeApt(PROXY, true);
    assertThat(in("etc/apt/apt.conf.d/30edos"))
        .content()
        .contains("Acquire::http::Proxy \"" + PROXY + "\";\n");
    assertThat(in("usr/local/lib/edos/apt-proxy")).doesNotExist();
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Path conf = in("etc/apt/apt.conf.d/30edos");
    Files.createDirectories(conf.getParent());
    Files.writeString(conf, "Acquire::Retries \"3\";\n");
    GatewaySetup setup = new GatewaySetup(root);
    assertThatThrownBy(() -> setup.writeApt(PROXY, false)).isInstanceOf(EdosException.class);
    assertThatThrownBy(setup::undoApt).isInstanceOf(EdosException.class);
    assertThat(conf).hasContent("Acquire::Retries \"3\";");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[main]\ngpgcheck=True\nbest=False\n\n[other]\nproxy_x=1\n",
        "# a remark\n\n[main]\n",
        "[main]\nno end of line"
      })
  void dnfsFileHasTwoLinesMoreAndIsThenWhatItWas(String before) throws IOException {
    Path conf = in("etc/dnf/dnf.conf");
    Files.createDirectories(conf.getParent());
    Files.writeString(conf, before);
    GatewaySetup setup = new GatewaySetup(root);
    setup.writeDnf("http://127.0.0.1:1");
    setup.writeDnf(PROXY);
    List<String> lines = Files.readAllLines(conf);
    int main = lines.indexOf("[main]");
    assertThat(lines.get(main + 2)).isEqualTo("proxy=" + PROXY);
    assertThat(lines).hasSize((int) before.lines().count() + 2);
    setup.undoDnf();
    assertThat(Files.readString(conf)).isEqualTo(before);
    assertThat(setup.undoDnf()).isEmpty();
  }

  @Test
  void dnfsFileIsMadeWhereThereIsNoneAndGoesAgain() throws IOException {
    GatewaySetup setup = new GatewaySetup(root);
    setup.writeDnf(PROXY);
    assertThat(in("etc/dnf/dnf.conf"))
        .content()
        .startsWith("[main]\n")
        .endsWith("proxy=" + PROXY + "\n");
    setup.undoDnf();
    assertThat(in("etc/dnf/dnf.conf")).doesNotExist();
  }

  @Test
  void aProxyThatDnfHasAlreadyIsNotReplaced() throws IOException {
    Path conf = in("etc/dnf/dnf.conf");
    Files.createDirectories(conf.getParent());
    Files.writeString(conf, "[main]\nproxy = http://other:3128\n");
    assertThatThrownBy(() -> new GatewaySetup(root).writeDnf(PROXY))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("names a proxy already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h:1'; reboot #", "ftp://h", "http://h\"x", "https://h:1"})
  void addressesThatAFileWouldMistakeAreRefused(String address) {
    assertThatThrownBy(() -> GatewaySetup.proxy(URI.create(address.replace(" ", "%20"))))
        .isInstanceOfAny(EdosException.class, IllegalArgumentException.class);
  }

  @Test
  void theLinesForAShellMakeTheSameFiles() throws Exception {
    Files.createDirectories(in("etc/dnf"));
    Files.writeString(in("etc/dnf/dnf.conf"), "[main]\nbest=False\n");
    String script =
        String.join("\n", GatewaySetup.aptLines(PROXY, false))
            + "\n"
            + String.join("\n", GatewaySetup.dnfLines(PROXY))
            + "\n";
    shell(script.replace("/etc/", root + "/etc/").replace("'/usr/", "'" + root + "/usr/"));
    assertThat(in("usr/local/lib/edos/apt-proxy"))
        .isExecutable()
        .hasContent(GatewaySetup.apt(PROXY, false).get("usr/local/lib/edos/apt-proxy"));
    assertThat(in("etc/dnf/dnf.conf")).content().contains("\nproxy=" + PROXY + "\nbest=False\n");
    new GatewaySetup(root).undoDnf();
    assertThat(in("etc/dnf/dnf.conf")).hasContent("[main]\nbest=False\n");
  }

  @Test
  void theProgramNamesADaemonThatIsThereForApt() {
    // On a busy machine the daemon may be too slow once, and is then left aside as it should be.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> asked("HTTP/1.1 406 usage information\r\n\r\n").startsWith("http://127.0.0.1:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "", "SILENCE"})
  void theProgramSaysDirectWhereTheDaemonIsNotThere(String answer) throws Exception {
    assertThat(asked(answer)).isEqualTo("DIRECT\n");
  }

  @Test
  void theProgramSaysDirectWhereNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(run(port)).isEqualTo("DIRECT\n");
  }

  /** What the program prints while a server answers like this, or never. */
  private String asked(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
              if (answer.equals("SILENCE")) {
                server.accept();
              }
              out.write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
              // The server is closed, or the program has gone.
            }
          });
      return run(server.getLocalPort());
    }
  }

  private String run(int port) throws Exception {
    new GatewaySetup(root).writeApt("http://127.0.0.1:" + port, false);
    return shell(in("usr/local/lib/edos/apt-proxy") + " http://mirror.example/debian\n");
  }

  private String shell(String script) throws Exception {
    Path file = Files.writeString(root.resolve("script"), script);
    Process process =
        new ProcessBuilder("/bin/sh", file.toString()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
