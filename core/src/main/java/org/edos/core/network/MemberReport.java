package org.edos.core.network;

import java.net.URI;
import java.time.Instant;
import org.edos.core.EdosException;

/**
 * What a member says of itself, in one line of text between members.
 *
 * @param address of its daemon, {@code http://host:port}
 * @param releases how many it sees
 * @param units how many documents its index finds
 * @param number of the newest release that it sees; 0 without any
 * @param events how many events of channels it has that are as the publisher signed them
 * @param digest 16 hexadecimal digits that stand for the releases it sees and their contents
 * @param at when it said so
 */
public record MemberReport(
    URI address, int releases, long units, long number, long events, String digest, Instant at) {
  /** Checks the shapes. */
  public MemberReport {
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null || address.toString().contains(" ")) {
      throw EdosException.usage("a member's address is http://host:port");
    }
    if (!digest.matches("[0-9a-f]{16}") || releases < 0 || units < 0 || number < 0 || events < 0) {
      throw EdosException.usage("a member's report has a digest and counts");
    }
  }

  /** The line that {@link #parse} reads. */
  public String line() {
    return String.join(
        " ",
        address.toString(),
        Integer.toString(releases),
        Long.toString(units),
        Long.toString(number),
        Long.toString(events),
        digest,
        at.toString());
  }

  /**
   * Reads a line.
   *
   * @throws EdosException (external) if it is none
   */
  public static MemberReport parse(String line) {
    String[] parts = line.split(" ", -1);
    try {
      if (parts.length == 7) {
        return new MemberReport(
            URI.create(parts[0]),
            Integer.parseInt(parts[1]),
            Long.parseLong(parts[2]),
            Long.parseLong(parts[3]),
            Long.parseLong(parts[4]),
            parts[5],
            Instant.parse(parts[6]));
      }
    } catch (RuntimeException e) {
      throw EdosException.external("a member's report is damaged: " + e.getMessage(), e);
    }
    throw EdosException.external("a member's report is damaged");
  }
}
