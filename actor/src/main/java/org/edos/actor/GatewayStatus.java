package org.edos.actor;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.edos.core.gateway.Via;
import org.edos.core.unit.PackageFormat;

/**
 * What the gateway has spared its origins, and whom it knows.
 *
 * @param since when counting began
 * @param files how many were given in all
 * @param bytes that were given, by where they came from; every {@link Via} is named
 * @param recent the files given last, the newest first
 * @param repositories that were asked for here, the newest first
 * @param neighbours of the local network
 * @param keptFiles how many it holds of its own accord, which are those that it shares
 * @param keptBytes of these
 */
public record GatewayStatus(
    Instant since,
    long files,
    Map<Via, Long> bytes,
    List<GivenFile> recent,
    List<Repository> repositories,
    List<Neighbour> neighbours,
    long keptFiles,
    long keptBytes) {
  /** Copies the collections. */
  public GatewayStatus {
    bytes = Map.copyOf(bytes);
    recent = List.copyOf(recent);
    repositories = List.copyOf(repositories);
    neighbours = List.copyOf(neighbours);
  }

  /**
   * An existing repository as it is served now.
   *
   * @param root the folder that its root lies in, {@code host/path/} or {@code https://host/path/}
   * @param format of its packages
   * @param made when it was made, as its root says
   * @param verified whether a key that this machine knows signed it
   */
  public record Repository(String root, PackageFormat format, Instant made, boolean verified) {}

  /**
   * A daemon of the local network.
   *
   * @param peer its address
   * @param sharing whether it says what it holds
   */
  public record Neighbour(URI peer, boolean sharing) {}

  /**
   * A file that was given to somebody who asked this machine for it.
   *
   * @param at when
   * @param name its place at the origin, {@code host/path}
   * @param size in bytes
   * @param bytes by where they came from
   */
  public record GivenFile(Instant at, String name, long size, Map<Via, Long> bytes) {
    /** Copies the map. */
    public GivenFile {
      bytes = Map.copyOf(bytes);
    }
  }

  /** What other machines may know: nothing of which files and repositories are used here. */
  public GatewayStatus forOthers() {
    return new GatewayStatus(
        since, files, bytes, List.of(), List.of(), neighbours, keptFiles, keptBytes);
  }

  /** Bytes given in all. */
  public long total() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes that no origin had to send. */
  public long spared() {
    return total() - bytes.getOrDefault(Via.ORIGIN, 0L);
  }
}
