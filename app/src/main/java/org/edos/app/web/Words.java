package org.edos.app.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.edos.core.unit.ByteSize;

/** How pages write values for people. */
public final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int LONGEST = 300;
  private static final int BRIEF = 70;
  private static final int BRIEF_HASH = 12;

  private Words() {}

  /** A number with its thousands apart. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Bytes in the unit that fits. */
  public static String bytes(long bytes) {
    return ByteSize.text(bytes);
  }

  /** A count with its noun, which takes an s for all but one. */
  public static String count(long number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** How long ago something was, roughly. */
  public static String ago(Instant time, Instant now) {
    Duration since = Duration.between(time, now);
    return since.isNegative() ? "in " + span(since.negated()) : span(since) + " ago";
  }

  /** How long something is, roughly. */
  public static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  /** A time to the second. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** The first characters of a hash; other names whole, if they are not very long. */
  public static String brief(String name) {
    int most = name.matches("[0-9a-f]{40,64}") ? BRIEF_HASH : BRIEF;
    return name.length() <= most ? name : name.substring(0, most) + "…";
  }

  /** The beginning of a text that may be very long. */
  public static String shortened(String text) {
    return shortened(text, LONGEST);
  }

  /** The first characters of a text, which are counted as people count them. */
  public static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** A part of a whole, in whole percent from 0 to 100. */
  public static long percent(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(100, part * 100 / whole);
  }

  /** A constant's name in words. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A value as it stands as a part of the path of an address. */
  public static String inPath(String value) {
    return encoded(value).replace("+", "%20");
  }

  /** A value as it stands in the query of an address. */
  public static String encoded(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }
}
