package org.edos.actor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.edos.core.gateway.Via;

/**
 * What the gateway gave over time, by where its bytes came from. Times in which it gave nothing are
 * left out.
 *
 * @param hours of the last two weeks, the oldest first
 * @param days of the last two years, by UTC, the oldest first
 */
public record GatewayHistory(List<Slot> hours, List<Slot> days) {
  /**
   * One hour, or one day.
   *
   * @param from its beginning
   * @param bytes given, by where they came from; every {@link Via} is named
   */
  public record Slot(Instant from, Map<Via, Long> bytes) {
    /** Copies the map. */
    public Slot {
      bytes = Map.copyOf(bytes);
    }

    /** Bytes given in all. */
    public long total() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Copies the lists. */
  public GatewayHistory {
    hours = List.copyOf(hours);
    days = List.copyOf(days);
  }
}
