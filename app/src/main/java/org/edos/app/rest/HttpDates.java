package org.edos.app.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The one form of dates that HTTP writes (RFC 9110 section 5.6.7): English and GMT, wherever the
 * daemon runs.
 */
final class HttpDates {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDates() {}

  static String write(Instant instant) {
    return FORM.format(instant);
  }

  /** The instant, or empty where the text is no date of that form. */
  static Optional<Instant> read(String text) {
    try {
      return Optional.of(Instant.from(FORM.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The instant as precisely as HTTP writes it. */
  static Instant rounded(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
