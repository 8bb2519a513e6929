package org.edos.actor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.edos.core.gateway.Via;

/**
 * What the gateway has spared its origins.
 *
 * @param since when counting began
 * @param files how many were given in all
 * @param bytes that were given, by where they came from; every {@link Via} is named
 * @param recent the files given last, the newest first
 */
public record GatewayStatus(
    Instant since, long files, Map<Via, Long> bytes, List<GivenFile> recent) {
  /** Copies the collections. */
  public GatewayStatus {
    bytes = Map.copyOf(bytes);
    recent = List.copyOf(recent);
  }

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

  /** Bytes given in all. */
  public long total() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes that no origin had to send. */
  public long spared() {
    return total() - bytes.getOrDefault(Via.ORIGIN, 0L);
  }
}
