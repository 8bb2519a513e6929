package org.edos.physical.grid;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * How a grid node is set up.
 *
 * @param directory the node's own, created when missing; one process at a time uses it
 * @param name the node's lasting name in the grid: letters, digits and {@code . _ -}, up to 64;
 *     never change it for a directory that holds data
 * @param address IP address to bind to and to be reached at; loopback without {@code tls}
 * @param discoveryPort TCP port for finding other nodes; 0 for any free one, kept from then on
 * @param communicationPort TCP port for talking to them; 0 for any free one, kept from then on
 * @param regionBytes most memory for data pages; what does not fit stays on disk; at least 32 MiB
 * @param copies on how many nodes, besides the publisher's, an entry that is spread is kept; 0 to
 *     7, fixed when the data is created
 * @param role the publisher's node, or a mirror's
 * @param seeds where to find members, {@code host:port} of their discovery; a mirror's node needs
 *     one the first time, later it knows those it has met
 * @param tls what lets nodes meet; without it the node stays alone, and is the publisher's
 */
public record GridConfig(
    Path directory,
    String name,
    String address,
    int discoveryPort,
    int communicationPort,
    long regionBytes,
    int copies,
    GridRole role,
    List<String> seeds,
    Optional<GridTls> tls) {
  /** Region of a daemon that was told nothing else: 128 MiB. */
  public static final long DEFAULT_REGION = 128L << 20;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern SEED =
      Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}]):[1-9][0-9]{0,4}");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");

  /** Checks the bounds. */
  public GridConfig {
    seeds = List.copyOf(seeds);
    if (!isName(name)) {
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
    for (String seed : seeds) {
      if (!isAddress(seed)) {
        throw EdosException.usage(
            "a member of a grid is found at HOST:PORT, not at '" + seed + "'");
      }
    }
    boolean alone = role == GridRole.PUBLISHER && seeds.isEmpty();
    if (tls.isEmpty() && !(alone && LOOPBACK.matcher(address).matches())) {
      throw EdosException.usage(
          "a grid of several nodes needs certificates: invite the mirror with edos invite, and give"
              + " it what that made");
    }
  }

  /** A node on loopback, alone, on free ports, with the default region. */
  public static GridConfig local(Path directory, String name) {
    return new GridConfig(
        directory,
        name,
        "127.0.0.1",
        0,
        0,
        DEFAULT_REGION,
        1,
        GridRole.PUBLISHER,
        List.of(),
        Optional.empty());
  }

  /** The same with another region. */
  public GridConfig withRegionBytes(long bytes) {
    return new GridConfig(
        directory,
        name,
        address,
        discoveryPort,
        communicationPort,
        bytes,
        copies,
        role,
        seeds,
        tls);
  }

  /** The same with so many further copies of what is spread. */
  public GridConfig withCopies(int further) {
    return new GridConfig(
        directory,
        name,
        address,
        discoveryPort,
        communicationPort,
        regionBytes,
        further,
        role,
        seeds,
        tls);
  }

  /** The same reached at another address and ports, 0 for any free ones. */
  public GridConfig at(String host, int discovery, int communication) {
    return new GridConfig(
        directory, name, host, discovery, communication, regionBytes, copies, role, seeds, tls);
  }

  /** The same as a member of a grid of several nodes. */
  public GridConfig in(GridRole as, List<String> members, GridTls certificate) {
    return new GridConfig(
        directory,
        name,
        address,
        discoveryPort,
        communicationPort,
        regionBytes,
        copies,
        as,
        members,
        Optional.of(certificate));
  }

  /** Whether this is the publisher's node. */
  boolean isPublisher() {
    return role == GridRole.PUBLISHER;
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isAddress(String address) {
    return SEED.matcher(address).matches()
        && Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) <= 65_535;
  }

  private static void requirePort(int port) {
    if (port != 0 && (port < 1024 || port > 65_535)) {
      throw EdosException.usage(
          "a grid node's port is 1024 to 65535, or 0 for any free one, not " + port);
    }
  }
}
