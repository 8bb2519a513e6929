package org.edos.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times and counts as people read them; locale-independent, so that scripts see the same
 * everywhere.
 */
final class Amounts {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Amounts() {}

  /** A count with its noun: {@code 1 package}, {@code 63,464 packages}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** A length of time, its two largest parts: {@code 45s}, {@code 2m 5s}, {@code 3d 4h}. */
  static String time(Duration time) {
    if (time.isNegative()) {
      return "0s";
    }
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }

  /** A moment, to the minute, in the person's own time zone. */
  static String moment(Instant moment, ZoneId zone) {
    return MINUTE.format(moment.atZone(zone));
  }

  /** A moment in the time zone of this machine. */
  static String moment(Instant moment) {
    return moment(moment, ZoneId.systemDefault());
  }
}
