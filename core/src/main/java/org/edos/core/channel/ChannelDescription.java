package org.edos.core.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.UnitId;

/**
 * A channel and what is in it.
 *
 * @param channel with the rights that whoever asked may see
 * @param events how many it has told: the newest event's id
 * @param changed when it told the newest; empty before the first
 * @param total how many units are in it
 * @param units some of them, in the order in which they came in
 */
public record ChannelDescription(
    Channel channel, long events, Optional<Instant> changed, int total, List<Within> units) {
  /** Copies the list. */
  public ChannelDescription {
    units = List.copyOf(units);
  }

  /**
   * A unit that is in a channel.
   *
   * @param event the id of the event with which it last came in
   * @param since when that was
   */
  public record Within(long event, Instant since, UnitId unit) {}
}
