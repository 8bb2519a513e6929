package org.edos.app.rest;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What a request makes its answer depend on: RFC 9110, section 13, in the order of 13.2.2. */
final class Conditions {
  /** What they come to. */
  enum Outcome {
    /** The file is to be sent. */
    GO_ON,
    /** The asker has it already: 304. */
    UNMODIFIED,
    /** The asker speaks of another file: 412. */
    FAILED
  }

  private Conditions() {}

  static Outcome of(Exchange exchange, Representation file) {
    String match = exchange.header("If-Match");
    String unmodifiedSince = match == null ? exchange.header("If-Unmodified-Since") : null;
    if (match != null && !lists(match, file, false)
        || unmodifiedSince != null && isAfter(file, unmodifiedSince)) {
      return Outcome.FAILED;
    }
    String none = exchange.header("If-None-Match");
    if (none != null) {
      return lists(none, file, true) ? Outcome.UNMODIFIED : Outcome.GO_ON;
    }
    String since = exchange.header("If-Modified-Since");
    return since != null && isNotAfter(file, since) ? Outcome.UNMODIFIED : Outcome.GO_ON;
  }

  /** Whether a Range header holds: the asker has parts of this very file, or says nothing of it. */
  static boolean rangeHolds(Exchange exchange, Representation file) {
    String header = exchange.header("If-Range");
    if (header == null) {
      return true;
    }
    String condition = header.strip();
    if (condition.startsWith("\"") || condition.startsWith("W/")) {
      return condition.equals(file.tag());
    }
    Optional<Instant> date = HttpDates.read(condition);
    return date.isPresent() && date.equals(file.modified().map(HttpDates::rounded));
  }

  private static boolean lists(String tags, Representation file, boolean weakly) {
    return tags.strip().equals("*")
        || Arrays.stream(tags.split(",", -1))
            .map(String::strip)
            .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(file.tag()::equals);
  }

  private static boolean isAfter(Representation file, String date) {
    Optional<Instant> asked = HttpDates.read(date);
    return asked.isPresent()
        && file.modified().isPresent()
        && HttpDates.rounded(file.modified().get()).isAfter(asked.get());
  }

  private static boolean isNotAfter(Representation file, String date) {
    Optional<Instant> asked = HttpDates.read(date);
    return asked.isPresent()
        && file.modified().isPresent()
        && !HttpDates.rounded(file.modified().get()).isAfter(asked.get());
  }
}
