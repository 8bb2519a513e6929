package org.edos.app.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one form of dates that HTTP writes, and the three that it reads (RFC 9110 section 5.6.7):
 * English and GMT, wherever the daemon runs.
 */
final class HttpDates {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<DateTimeFormatter> READ =
      List.of(
          FORM,
          rfc850(),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
              .withZone(ZoneOffset.UTC));

  private HttpDates() {}

  static String write(Instant instant) {
    return FORM.format(instant);
  }

  /** The instant, or empty where the text is no date of that form or of the two older ones. */
  static Optional<Instant> read(String text) {
    String date = text.strip();
    for (DateTimeFormatter form : READ) {
      try {
        return Optional.of(Instant.from(form.parse(date)));
      } catch (DateTimeException e) {
        // It may be of another form.
      }
    }
    return Optional.empty();
  }

  /** RFC 850's years have two digits: none is more than fifty years ahead. */
  private static DateTimeFormatter rfc850() {
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.ENGLISH)
        .withZone(ZoneOffset.UTC);
  }

  /** The instant as precisely as HTTP writes it. */
  static Instant rounded(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
