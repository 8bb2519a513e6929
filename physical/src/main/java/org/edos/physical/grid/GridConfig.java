package org.edos.physical.grid;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * How a grid node is set up.
 *
 * @param directory the node's own, created when missing; one process at a time uses it
 * @param name the node's lasting name in the grid: letters, digits and {@code . _ -}, up to 64;
 *     never change it for a directory that holds data
 * @param address IP address to bind to and to be reached at
 * @param discoveryPort TCP port for finding other nodes; 0 for any free one
 * @param communicationPort TCP port for talking to them; 0 for any free one
 * @param regionBytes most memory for data pages; what does not fit stays on disk; at least 32 MiB
 * @param copies on how many nodes, besides its first, an entry is kept; 0 to 7, fixed when the data
 *     is created
 */
public record GridConfig(
    Path directory,
    String name,
    String address,
    int discoveryPort,
    int communicationPort,
    long regionBytes,
    int copies) {
  /** Region of a daemon that was told nothing else: 128 MiB. */
  public static final long DEFAULT_REGION = 128L << 20;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Checks the bounds. */
  public GridConfig {
    if (!NAME.matcher(name).matches()) {
      throw EdosException.usage(
          "a grid node's name is letters, digits and . _ - (at most 64): '" + name + "'");
    }
    requirePort(discoveryPort);
    requirePort(communicationPort);
    if (regionBytes < 32L << 20) {
      throw EdosException.usage(
          "a grid node needs at least 32 MiB for its data pages, not " + regionBytes + " bytes");
    }
    if (copies < 0 || copies > 7) {
      throw EdosException.usage("a grid keeps 0 to 7 further copies of an entry, not " + copies);
    }
  }

  /** A node on loopback, alone, on free ports, with the default region. */
  public static GridConfig local(Path directory, String name) {
    return new GridConfig(directory, name, "127.0.0.1", 0, 0, DEFAULT_REGION, 1);
  }

  /** The same with another region. */
  public GridConfig withRegionBytes(long bytes) {
    return new GridConfig(
        directory, name, address, discoveryPort, communicationPort, bytes, copies);
  }

  private static void requirePort(int port) {
    if (port != 0 && (port < 1024 || port > 65_535)) {
      throw EdosException.usage(
          "a grid node's port is 1024 to 65535, or 0 for any free one, not " + port);
    }
  }
}
