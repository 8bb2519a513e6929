package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.edos.app.machine.ConfiguredOrigins.Root;
import org.edos.app.machine.Examination.Check;
import org.edos.app.machine.Examination.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What doctor says of apt's and dnf's settings, by real files below a root and the real apt. */
class ProxyExaminationTest {
  private static final String DAEMON = "http://127.0.0.1:9977";
  private static final String OTHER = "http://10.0.0.1:3128";

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatSetUpWroteForAptIsFound(boolean plain) throws IOException {
    new GatewaySetup(root).writeApt(DAEMON, plain);
    assertThat(apt().state()).isEqualTo(State.OK);
    assertThat(apt().finding()).startsWith("apt fetches through this daemon");
    new GatewaySetup(root).undoApt();
    assertThat(apt())
        .isEqualTo(
            new Check(
                "apt",
                State.WARN,
                "apt does not fetch through this daemon",
                "sudo edos setup apt --write --proxy " + DAEMON + " --root " + root));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aptThatIsSetUpForAnotherDaemonIsToldSo(boolean plain) throws IOException {
    new GatewaySetup(root).writeApt(OTHER, plain);
    assertThat(apt().finding()).contains(OTHER);
    assertThat(apt().state()).isEqualTo(State.WARN);
  }

  @Test
  void anotherProxyOfAptIsNamedWithoutItsPassword() throws IOException {
    write("etc/apt/apt.conf", "Acquire::http::Proxy \"http://me:secret@10.0.0.1:3128/\";\n");
    assertThat(apt().state()).isEqualTo(State.WARN);
    assertThat(apt().finding()).contains("http://10.0.0.1:3128").doesNotContain("secret");
    assertThat(apt().fix()).contains("edos setup apt --write");
  }

  @Test
  void anotherProgramThatAptAsksGoesBeforeAnyProxy() throws IOException {
    new GatewaySetup(root).writeApt(DAEMON, true);
    write("etc/apt/apt.conf.d/90auto", "Acquire::http::ProxyAutoDetect \"/usr/bin/finder\";\n");
    assertThat(apt().state()).isEqualTo(State.WARN);
    assertThat(apt().finding()).contains("/usr/bin/finder");
  }

  @Test
  void aProgramThatIsGoneIsNoSetUp() throws IOException {
    new GatewaySetup(root).writeApt(DAEMON, false);
    Files.delete(root.resolve("usr/local/lib/edos/apt-proxy"));
    assertThat(apt().state()).isEqualTo(State.WARN);
  }

  @Test
  void repositoriesByPathNeedNoProxy() throws IOException {
    Root byPath = new Root("apt", URI.create(DAEMON + "/origin/deb.example/dists/x/InRelease"));
    assertThat(apt(byPath).state()).isEqualTo(State.OK);
    assertThat(dnf(byPath).state()).isEqualTo(State.WARN);
  }

  @Test
  void whatSetUpWroteForDnfIsFound() throws IOException {
    write("etc/dnf/dnf.conf", "[main]\ngpgcheck=True\n");
    assertThat(dnf().fix())
        .isEqualTo("sudo edos setup dnf --write --proxy " + DAEMON + " --root " + root);
    new GatewaySetup(root).writeDnf(DAEMON);
    assertThat(dnf()).isEqualTo(new Check("dnf", State.OK, "dnf fetches through this daemon", ""));
    new GatewaySetup(root).undoDnf();
    assertThat(dnf().state()).isEqualTo(State.WARN);
  }

  @Test
  void otherProxiesOfDnfAreNamed() throws IOException {
    write("etc/dnf/dnf.conf", "[main]\nproxy = " + OTHER + "\n");
    assertThat(dnf().finding()).contains(OTHER);
    write("etc/dnf/dnf.conf", "[main]\nproxy=_none_\n");
    assertThat(dnf().finding()).isEqualTo("dnf does not fetch through this daemon");
    write("etc/dnf/dnf.conf", "[main]\nproxy=http://localhost:9977/\n");
    assertThat(dnf().state()).isEqualTo(State.OK);
  }

  private Check apt(Root... configured) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-config")), "needs apt");
    return look(List.of(configured), ProxyExamination::apt);
  }

  private Check dnf(Root... configured) throws IOException {
    return look(List.of(configured), ProxyExamination::dnf);
  }

  private Check look(List<Root> configured, Consumer<ProxyExamination> at) {
    Check[] found = new Check[1];
    at.accept(
        new ProxyExamination(
            root,
            List.of(URI.create(DAEMON), URI.create("http://192.168.1.5:9977")),
            configured,
            (name, state, finding, fix) -> found[0] = new Check(name, state, finding, fix)));
    assertThat(found[0].fix().isEmpty()).isEqualTo(found[0].state() == State.OK);
    return found[0];
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
