package org.edos.core.channel;

import java.time.Instant;
import java.util.Map;

/**
 * Something that a channel tells its subscribers. Ids grow by one within a channel, so a gap or a
 * repetition is seen.
 *
 * @param channel the channel's name
 * @param id from 1 in each channel
 * @param time when it was appended
 * @param kind what happened
 * @param subject the unit or release that it happened to, in its written form
 * @param details more, by kind: see {@link Kind}; at most 32 entries
 */
public record ChannelEvent(
    String channel, long id, Instant time, Kind kind, String subject, Map<String, String> details) {
  /** What happened. */
  public enum Kind {
    /**
     * A release was published; details: {@code composition} (its hash), {@code number} (the
     * composition's), and {@code crowd} (address) where a flash crowd opens.
     */
    RELEASE_PUBLISHED,
    /**
     * The composition of a moving release was replaced; details as of RELEASE_PUBLISHED, and {@code
     * added}, {@code removed}, {@code patched} and {@code versioned} (numbers of units).
     */
    RELEASE_UPDATED,
    /** A release was withdrawn. */
    RELEASE_UNPUBLISHED,
    /** A flash crowd has opened; details: {@code crowd} (address of its desk). */
    CROWD_OPENED,
    /**
     * A unit was added to the channel; details: {@code sha256}, {@code size}, {@code release}, and
     * where it takes the place of another unit {@code replaces} (its id) and {@code change} ({@code
     * patch} or {@code version}).
     */
    UNIT_ADDED,
    /** A unit was taken out of the channel. */
    UNIT_REMOVED
  }

  /** Copies the details. */
  public ChannelEvent {
    details = Map.copyOf(details);
  }
}
