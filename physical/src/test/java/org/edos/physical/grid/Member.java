package org.edos.physical.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.edos.testkit.ChildJvm;
import org.jspecify.annotations.Nullable;

/** A member of a grid as the test sees it: a directory, and a process while it runs. */
final class Member implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final GridRole role;
  private final Path directory;
  private final String seeds;
  private final GridTls tls;
  private @Nullable ChildJvm process;

  Member(Path root, String name, GridRole role, String seeds, GridTls tls) {
    this.name = name;
    this.role = role;
    this.directory = root.resolve(name);
    this.seeds = seeds;
    this.tls = tls;
  }

  String name() {
    return name;
  }

  /** Starts the process and does not wait. */
  Member launch() {
    process =
        ChildJvm.of(MemberProcess.class)
            .flags("-Xmx256m")
            .start(
                directory.toString(),
                name,
                role.name(),
                seeds,
                tls.keyStore().toString(),
                tls.password(),
                tls.authority().toString());
    return this;
  }

  /** Waits until the member can be asked. */
  Member ready() {
    running().awaitLine(line -> line.startsWith("port "), PATIENCE);
    return this;
  }

  ChildJvm running() {
    ChildJvm child = process;
    assertThat(child).as("process of %s", name).isNotNull();
    return Optional.ofNullable(child).orElseThrow();
  }

  /** What it answers, after "ok "; a failure otherwise. */
  String ask(String line) {
    String answer = tell(line);
    assertThat(answer).as("%s: %s", name, line).startsWith("ok ");
    return answer.substring(3);
  }

  /** What it answers: "ok" or "failed" and more; empty when it died. */
  String tell(String line) {
    String port = running().awaitLine(l -> l.startsWith("port "), PATIENCE).substring(5);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  void kill() {
    running().kill();
  }

  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(running().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
