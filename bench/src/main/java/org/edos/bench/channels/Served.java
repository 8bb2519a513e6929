package org.edos.bench.channels;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;

/** A server's process on a port of this machine, and what it costs. Used by one thread. */
final class Served implements AutoCloseable {
  private static final long START_SECONDS = 180;
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final InetSocketAddress address;

  private Served(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a process and waits until its port answers.
   *
   * @param log takes what it says
   * @throws EdosException external if it does not start
   */
  static Served start(List<String> command, int port, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("EDOS_"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    process.getOutputStream().close();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Served served = new Served(process, address);
    long start = System.nanoTime();
    while (!served.answers()) {
      if (!process.isAlive()
          || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
        served.close();
        throw EdosException.external(
            command.getFirst() + " did not start: " + Files.readString(log));
      }
      Thread.sleep(50);
    }
    return served;
  }

  private boolean answers() {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A port that nobody uses, below those that the system gives to connections by itself. */
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

  InetSocketAddress address() {
    return address;
  }

  /** What it holds in memory, in bytes. */
  double residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** Seconds of processor that it has used. */
  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
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
