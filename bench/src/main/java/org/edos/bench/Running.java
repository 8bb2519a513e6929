package org.edos.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;

/** A server's process on a port of this machine, and what it costs. Used by one thread. */
public final class Running implements AutoCloseable {
  private static final long START_SECONDS = 180;
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final URI address;

  private Running(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a process and waits until its port answers.
   *
   * @param environment besides that of this process, of which nothing of Edos is passed on
   * @param log takes what it says
   * @throws EdosException external if it does not start
   */
  public static Running start(
      List<String> command, Map<String, String> environment, int port, Path log)
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
  public static int freePort() throws IOException {
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

  /** {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return address;
  }

  /** Where it is connected to. */
  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
  }

  /** Bytes that it holds in memory, without the processes it has started. */
  public double residentBytes() throws IOException {
    return 1024.0 * residentKilobytes(process.toHandle());
  }

  /** Seconds of processor that it has used, without the processes it has started. */
  public double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Megabytes that it and the processes it has started hold in memory. */
  public double residentMegabytes() throws IOException {
    long kilobytes = residentKilobytes(process.toHandle());
    for (ProcessHandle child : process.descendants().toList()) {
      kilobytes += residentKilobytes(child);
    }
    return kilobytes / 1024.0;
  }

  private static long residentKilobytes(ProcessHandle handle) throws IOException {
    Path status = Path.of("/proc/" + handle.pid() + "/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(child -> {
      child.destroyForcibly();
      child.onExit().join();
    });
  }
}
