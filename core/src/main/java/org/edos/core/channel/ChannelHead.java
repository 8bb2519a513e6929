package org.edos.core.channel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * How far a channel has come, as its publisher says it. Whoever has the newest head knows what it
 * lacks; and since a head expires, whoever is given nothing newer knows that, too.
 *
 * @param channel the channel's name
 * @param generation when the channel was created: one that is created anew under the same name is
 *     of a later generation
 * @param last id of its newest event; 0 before any
 * @param chain over its events up to that one: see {@link EventChain}
 * @param signed when this was said
 * @param expires when it is no longer to be taken for the newest
 */
public record ChannelHead(
    String channel, Instant generation, long last, Sha256 chain, Instant signed, Instant expires) {
  private static final String TITLE = "edos channel head 1";
  private static final int LINES = 7;

  /** Refuses malformed values. */
  public ChannelHead {
    Channel.checkName(channel);
    if (last < 0 || !expires.isAfter(signed)) {
      throw EdosException.usage("a channel's head has an id of 0 or more and expires after it");
    }
  }

  /** The bytes that are signed: one line for each value. */
  public byte[] bytes() {
    return String.join(
            "\n",
            TITLE,
            channel,
            generation.toString(),
            Long.toString(last),
            chain.hex(),
            signed.toString(),
            expires.toString())
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the lines of {@link #bytes()}.
   *
   * @throws EdosException (external) if they are none
   */
  static ChannelHead of(List<String> lines) {
    try {
      if (lines.size() == LINES && lines.getFirst().equals(TITLE)) {
        return new ChannelHead(
            lines.get(1),
            Instant.parse(lines.get(2)),
            Long.parseLong(lines.get(3)),
            new Sha256(lines.get(4)),
            Instant.parse(lines.get(5)),
            Instant.parse(lines.get(6)));
      }
    } catch (EdosException | NumberFormatException | DateTimeParseException e) {
      throw EdosException.external("a channel's head is damaged: " + e.getMessage(), e);
    }
    throw EdosException.external("a channel's head is damaged, or of another version of Edos");
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expires);
  }
}
