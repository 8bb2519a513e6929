package org.edos.physical.grid;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.edos.core.EdosException;

/**
 * A node's directory, held by one process at a time. Beside the engine's data it keeps small files
 * that a person can read: the ports that were chosen, the members that were met, those that were
 * retired, and whether the node has joined. Safe for use by many threads.
 */
final class GridDirectory implements AutoCloseable {
  private static final String MEMBERS = "members";
  private static final String RETIRED = "retired";
  private static final String JOINED = "joined";
  private static final String DISMISSED = "dismissed";
  private static final int MOST_MEMBERS = 1000;

  private final Path root;
  private final FileChannel lockFile;

  private GridDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * A member that was met.
   *
   * @param address {@code host:port} of its discovery
   */
  record Known(String name, GridRole role, String address) {}

  /**
   * Takes the directory, created when missing.
   *
   * @throws EdosException exhausted if another process has it; external if it cannot be written
   */
  static GridDirectory take(Path root) {
    try {
      Files.createDirectories(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve("grid.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return new GridDirectory(root, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw unwritable(root, e);
    }
    throw EdosException.exhausted(
        "another process uses the grid directory "
            + root
            + ": stop that daemon, or give this one its own --home");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path root() {
    return root;
  }

  /**
   * The port that was set, otherwise the one that was chosen before while it is free, otherwise a
   * free one, which is kept.
   */
  synchronized int port(String purpose, String address, int set) {
    if (set != 0) {
      return set;
    }
    String file = purpose + ".port";
    List<String> lines = read(file);
    if (lines.size() == 1 && lines.getFirst().matches("[1-9][0-9]{3,4}")) {
      int before = Integer.parseInt(lines.getFirst());
      if (isFree(address, before)) {
        return before;
      }
    }
    int free = freePort(address);
    write(file, List.of(Integer.toString(free)));
    return free;
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static int freePort(String address) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw EdosException.external("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** The members met in earlier runs and this one. */
  synchronized List<Known> members() {
    List<Known> members = new ArrayList<>();
    for (String line : read(MEMBERS)) {
      String[] parts = line.split(" ", -1);
      if (parts.length == 3
          && GridConfig.isName(parts[0])
          && GridConfig.isAddress(parts[2])
          && members.size() < MOST_MEMBERS) {
        GridRole role = parts[1].equals("PUBLISHER") ? GridRole.PUBLISHER : GridRole.MIRROR;
        members.add(new Known(parts[0], role, parts[2]));
      }
    }
    return members;
  }

  /** Keeps members, but those retired, in the place of what was known of those names. */
  synchronized void remember(List<Known> met) {
    Map<String, Known> all = new TreeMap<>();
    List<Known> before = members();
    before.forEach(member -> all.put(member.name(), member));
    met.forEach(member -> all.put(member.name(), member));
    retired().forEach(all::remove);
    if (!List.copyOf(all.values()).equals(before)) {
      writeMembers(List.copyOf(all.values()));
    }
  }

  private void writeMembers(List<Known> members) {
    write(
        MEMBERS, members.stream().map(m -> m.name() + " " + m.role() + " " + m.address()).toList());
  }

  /** The names that were retired. */
  synchronized List<String> retired() {
    return read(RETIRED);
  }

  /** Forgets a member and keeps its name among those retired. */
  synchronized void retire(String name) {
    writeMembers(members().stream().filter(member -> !member.name().equals(name)).toList());
    List<String> retired = new ArrayList<>(retired());
    if (!retired.contains(name)) {
      retired.add(name);
      write(RETIRED, retired);
    }
  }

  /** Keeps that the publisher let this node go. */
  void markDismissed() {
    write(DISMISSED, List.of());
  }

  boolean isDismissed() {
    return Files.exists(root.resolve(DISMISSED));
  }

  /** Whether the node has its part in a grid, and so may run while the others are away. */
  boolean hasJoined() {
    return Files.exists(root.resolve(JOINED));
  }

  /** Keeps that it has, and as what. */
  void markJoined(GridConfig config) {
    if (!hasJoined()) {
      write(JOINED, List.of(as(config)));
    }
  }

  /** Whether the data here is of another name or role, such as of a mirror that stood alone. */
  boolean wasOther(GridConfig config) {
    return hasJoined() && !read(JOINED).equals(List.of(as(config)));
  }

  private static String as(GridConfig config) {
    return config.role() + " " + config.name();
  }

  /**
   * Puts the engine's data aside, in the place of what was put aside before, so that the node joins
   * as a new one.
   */
  synchronized void putDataAside() {
    try {
      Path aside = root.resolve("db-aside");
      if (Files.exists(aside)) {
        deleteTree(aside);
      }
      Path data = root.resolve("db");
      if (Files.exists(data)) {
        Files.move(data, aside);
      }
      Files.deleteIfExists(root.resolve(JOINED));
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<String> read(String file) {
    try {
      Path path = root.resolve(file);
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read " + file + " in the grid directory " + root + ": " + e.getMessage(), e);
    }
  }

  private void write(String file, List<String> lines) {
    try {
      Path fresh = root.resolve(file + ".new");
      Files.write(fresh, lines);
      Files.move(
          fresh,
          root.resolve(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  /** Lets the directory go. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw EdosException.external("cannot release the grid directory: " + e.getMessage(), e);
    }
  }

  private static EdosException unwritable(Path root, IOException e) {
    return EdosException.external(
        "cannot write to the grid directory " + root + ": " + e.getMessage(), e);
  }
}
