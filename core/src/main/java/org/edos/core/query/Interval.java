package org.edos.core.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * The whole numbers that a number or date in a query stands for.
 *
 * @param least the smallest of them: bytes, or seconds since 1970
 * @param greatest the largest
 */
public record Interval(long least, long greatest) {
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)([kmgt]i?)?b?");
  private static final Map<Character, Integer> POWERS = Map.of('k', 1, 'm', 2, 'g', 3, 't', 4);

  /**
   * Reads {@code 10}, {@code 1.5MB} (1,500,000), {@code 2MiB} (2,097,152); for a date {@code 2024},
   * {@code 2024-05}, {@code 2024-05-01} (all in UTC) or an ISO instant.
   *
   * @throws EdosException (usage) if it is none of these
   */
  static Interval parse(Field field, String text) {
    return field.kind() == Field.Kind.DATE ? date(text) : number(text);
  }

  /** The number that a document's value of this field is, 0 or more, or empty if it is none. */
  public static OptionalLong valueOf(Field field, String value) {
    try {
      long number =
          field.kind() == Field.Kind.DATE
              ? Instant.parse(value).getEpochSecond()
              : Long.parseLong(value);
      return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (DateTimeException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether a document's date is one. */
  static boolean isInstant(String value) {
    try {
      Instant.parse(value);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Whether a document's value lies so to this interval. */
  public boolean holds(Query.Operator operator, long value) {
    return switch (operator) {
      case LESS -> value < least;
      case AT_MOST -> value <= greatest;
      case EQUAL -> least <= value && value <= greatest;
      case AT_LEAST -> value >= least;
      case GREATER -> value > greatest;
    };
  }

  private static Interval number(String text) {
    Matcher matcher = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw EdosException.usage("a number is written 10, 1.5MB or 2MiB, not '" + text + "'");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String unit = matcher.group(2);
    if (unit != null) {
      long base = unit.endsWith("i") ? 1024 : 1000;
      number =
          number.multiply(BigDecimal.valueOf(base).pow(POWERS.getOrDefault(unit.charAt(0), 0)));
    }
    long value = number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    return new Interval(value, value);
  }

  private static Interval date(String text) {
    try {
      if (text.contains("T") || text.contains("t")) {
        long second = Instant.parse(text.toUpperCase(Locale.ROOT)).getEpochSecond();
        return new Interval(second, second);
      }
      LocalDate first =
          LocalDate.parse(
              text.length() == 4 ? text + "-01-01" : text.length() == 7 ? text + "-01" : text);
      LocalDate next =
          text.length() == 4
              ? first.plusYears(1)
              : text.length() == 7 ? first.plusMonths(1) : first.plusDays(1);
      return new Interval(seconds(first), seconds(next) - 1);
    } catch (DateTimeException e) {
      throw new EdosException(
          EdosException.Category.USAGE,
          "a date is written 2024, 2024-05 or 2024-05-01, not '" + text + "'",
          e);
    }
  }

  private static long seconds(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
