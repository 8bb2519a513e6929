package org.edos.bench.gateway;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.edos.core.EdosException;

/** A proxy's process. Used by one thread. */
final class Running implements AutoCloseable {
  private static final long START_SECONDS = 30;

  private final Process process;
  private final URI address;

  private Running(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a process and waits until its port answers.
   *
   * @param log takes what it says
   * @throws EdosException external if it does not start
   */
  static Running start(List<String> command, Map<String, String> environment, int port, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("EDOS_"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    process.getOutputStream().close();
    Running running = new Running(process, URI.create("http://127.0.0.1:" + port));
    long start = System.nanoTime();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() - start > START_SECONDS * 1_000_000_000L) {
        running.close();
        throw EdosException.external(
            command.getFirst() + " did not start: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
    return running;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port that nobody uses now, of those that the system gives to no connection by itself:
   * apt-cacher-ng takes no higher one.
   */
  static int freePort() throws IOException {
    Random random = new Random();
    while (true) {
      int port = random.nextInt(12_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody uses it.
      }
    }
  }

  /** The proxy. */
  URI address() {
    return address;
  }

  /** Megabytes that it and the processes it has started hold in memory. */
  double residentMegabytes() throws IOException {
    long kilobytes = 0;
    for (ProcessHandle handle :
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
      Path status = Path.of("/proc/" + handle.pid() + "/status");
      if (Files.isReadable(status)) {
        kilobytes +=
            Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
      }
    }
    return kilobytes / 1024.0;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
