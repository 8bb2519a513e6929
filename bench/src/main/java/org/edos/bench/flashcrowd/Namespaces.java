package org.edos.bench.flashcrowd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.edos.core.EdosException;
import org.edos.physical.torrent.libtorrent.LibtorrentConfig;

/**
 * Network namespaces, one of each process and one with a bridge that joins them, which nothing else
 * is connected to. The kernel's token bucket limits what each sends. Takes root.
 */
final class Namespaces implements Ground, AutoCloseable {
  private static final String NET = "10.77.0.";
  private static final String HUB = "hub";
  private static final int SECONDS = 20;

  private final String prefix;
  private final List<String> made = new ArrayList<>();
  private final Path folder;

  private Namespaces(String prefix, Path folder) {
    this.prefix = prefix;
    this.folder = folder;
  }

  /** Namespaces that another process made and deletes, by the name of their hub. */
  static Ground joined(String hub, Path folder) {
    return new Namespaces(hub.substring(0, hub.length() - HUB.length()), folder);
  }

  /**
   * Makes the namespaces.
   *
   * @param links of the processes, bytes a second, the source first
   */
  Namespaces(List<Integer> links, Path folder) throws IOException, InterruptedException {
    this("edos-" + ProcessHandle.current().pid() + "-", folder);
    try {
      String hub = hub();
      make(hub);
      in(hub, "ip", "link", "add", "bridge", "type", "bridge");
      in(hub, "ip", "address", "add", NET + "1/24", "dev", "bridge");
      in(hub, "ip", "link", "set", "bridge", "up");
      for (int number = 0; number < links.size(); number++) {
        connect(hub, number, links.get(number));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The namespace with the bridge, in which the tracker has to run. */
  String hub() {
    return prefix + HUB;
  }

  private void make(String name) throws IOException, InterruptedException {
    run("ip", "netns", "add", name);
    made.add(name);
    in(name, "ip", "link", "set", "lo", "up");
  }

  private void connect(String hub, int number, int rate) throws IOException, InterruptedException {
    String name = prefix + number;
    String port = "port" + number;
    make(name);
    in(hub, "ip", "link", "add", port, "type", "veth", "peer", "name", "wire", "netns", name);
    in(hub, "ip", "link", "set", port, "master", "bridge");
    in(hub, "ip", "link", "set", port, "up");
    in(name, "ip", "address", "add", address(number) + "/24", "dev", "wire");
    in(name, "ip", "link", "set", "wire", "up");
    in(
        name,
        "tc",
        "qdisc",
        "add",
        "dev",
        "wire",
        "root",
        "tbf",
        "rate",
        rate * 8L + "bit",
        "burst",
        "64kb",
        "latency",
        "50ms");
  }

  private static String address(int number) {
    return NET + (number + 2);
  }

  private static void in(String namespace, String... command)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    whole.addAll(List.of(command));
    run(whole.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw EdosException.external(String.join(" ", command) + ": " + said.strip());
    }
  }

  @Override
  public InetAddress tracker() {
    try {
      return InetAddress.getByName(NET + "1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Java home whose java runs in the namespace of the process. */
  @Override
  public LibtorrentConfig engine(Path state, int number, int upload) {
    LibtorrentConfig usual = LibtorrentConfig.loopback(state).listeningAt(address(number), 0);
    Path java = folder.resolve("java" + number).resolve("bin").resolve("java");
    try {
      Files.createDirectories(java.getParent());
      Files.writeString(
          java,
          "#!/bin/sh\nexec ip netns exec %s%d '%s' \"$@\"\n"
              .formatted(prefix, number, usual.javaHome().resolve("bin").resolve("java")));
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LibtorrentConfig(
        usual.stateDirectory(),
        usual.listenAddress(),
        usual.listenPort(),
        usual.reach(),
        0,
        0,
        folder.resolve("java" + number),
        usual.classPath());
  }

  @Override
  public void close() {
    for (String name : made.reversed()) {
      try {
        run("ip", "netns", "delete", name);
      } catch (IOException | EdosException e) {
        System.err.println("bench: the network namespace " + name + " is left: " + e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
