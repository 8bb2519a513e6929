package org.edos.actor;

import java.time.Instant;
import java.util.List;

/**
 * How often a member of the indexing network was there when this publisher looked, which it does
 * every minute that it runs. Times in which it did not look are left out.
 *
 * @param name of the member
 * @param hours of the last two weeks, the oldest first
 * @param days of the last two years, by UTC, the oldest first
 */
public record MemberAvailability(String name, List<Slot> hours, List<Slot> days) {
  /**
   * One hour, or one day.
   *
   * @param from its beginning
   * @param looks how often this publisher looked
   * @param there how often the member was there
   */
  public record Slot(Instant from, long looks, long there) {}

  /** Copies the lists. */
  public MemberAvailability {
    hours = List.copyOf(hours);
    days = List.copyOf(days);
  }
}
