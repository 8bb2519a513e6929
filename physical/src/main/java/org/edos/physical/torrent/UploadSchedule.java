package org.edos.physical.torrent;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * How much may be sent at which time of the day, such as {@code 08:00-18:00=200KB/s, else 0}. Each
 * part is a time from and to (over midnight where that is earlier), and bytes a second, where 0 is
 * no limit; the first part that fits holds. {@code else} comes last and may be left out.
 *
 * @param parts in order
 * @param otherwise the limit outside of all parts; empty where the ordinary limit holds then
 */
public record UploadSchedule(List<Part> parts, OptionalLong otherwise) {
  /** At no time anything else than the ordinary limit. */
  public static final UploadSchedule NONE = new UploadSchedule(List.of(), OptionalLong.empty());

  private static final int MOST_PARTS = 50;
  private static final Pattern PART =
      Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})\\s*=\\s*(\\S+)");
  private static final Pattern OTHERWISE = Pattern.compile("else\\s+(\\S+)");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,9})\\s*([kKMG]?)(?:B(?:/s)?)?");

  /**
   * A limit for a time of the day.
   *
   * @param from the first moment
   * @param to the first moment after it
   * @param limit in bytes a second; 0 is no limit
   */
  public record Part(LocalTime from, LocalTime to, long limit) {
    boolean holds(LocalTime now) {
      boolean begun = !now.isBefore(from);
      boolean goesOn = now.isBefore(to);
      return from.isBefore(to) ? begun && goesOn : begun || goesOn;
    }
  }

  /** Copies the list. */
  public UploadSchedule {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a schedule; an empty text is {@link #NONE}.
   *
   * @throws EdosException usage if it is none
   */
  public static UploadSchedule parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    var parts = new ArrayList<Part>();
    var otherwise = OptionalLong.empty();
    for (var piece : text.split(",", MOST_PARTS + 2)) {
      Matcher part = PART.matcher(piece.strip());
      Matcher last = OTHERWISE.matcher(piece.strip());
      if (otherwise.isPresent() || parts.size() > MOST_PARTS) {
        throw wrong(text);
      } else if (part.matches()) {
        parts.add(
            new Part(time(part.group(1), text), time(part.group(2), text), rate(part.group(3))));
      } else if (last.matches()) {
        otherwise = OptionalLong.of(rate(last.group(1)));
      } else {
        throw wrong(text);
      }
    }
    return new UploadSchedule(parts, otherwise);
  }

  private static LocalTime time(String time, String text) {
    try {
      return LocalTime.parse(time);
    } catch (DateTimeException e) {
      throw wrong(text);
    }
  }

  private static long rate(String text) {
    Matcher rate = RATE.matcher(text);
    if (!rate.matches()) {
      throw wrong(text);
    }
    long factor =
        switch (rate.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1_000L;
          case "M" -> 1_000_000L;
          case "G" -> 1_000_000_000L;
          default -> 1L;
        };
    return Long.parseLong(rate.group(1)) * factor;
  }

  private static EdosException wrong(String text) {
    return EdosException.usage(
        "an upload schedule is written '08:00-18:00=200KB/s, 22:00-06:00=0, else 1MB/s', not '"
            + text
            + "'");
  }

  /** The limit at this time, in bytes a second, 0 being none; empty for the ordinary limit. */
  public OptionalLong at(LocalTime now) {
    for (var part : parts) {
      if (part.holds(now)) {
        return OptionalLong.of(part.limit());
      }
    }
    return otherwise;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    List<String> pieces = new ArrayList<>();
    parts.forEach(part -> pieces.add(part.from() + "-" + part.to() + "=" + rate(part.limit())));
    otherwise.ifPresent(limit -> pieces.add("else " + rate(limit)));
    return String.join(", ", pieces);
  }

  private static String rate(long limit) {
    if (limit > 0 && limit % 1_000_000 == 0) {
      return limit / 1_000_000 + "MB/s";
    }
    return limit > 0 && limit % 1_000 == 0 ? limit / 1_000 + "KB/s" : Long.toString(limit);
  }
}
