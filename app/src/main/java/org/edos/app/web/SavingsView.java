package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.actor.GatewayHistory;
import org.edos.actor.GatewayStatus;
import org.edos.core.gateway.Via;

/**
 * Where the bytes came from that apt and dnf were given.
 *
 * @param status of the gateway
 * @param span that is shown
 * @param slots of the span, the oldest first, those in which nothing was given as well
 * @param now when it was looked at
 */
public record SavingsView(GatewayStatus status, Span span, List<Slot> slots, Instant now) {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int HOURS = 48;
  private static final int DAYS = 14;
  private static final int MONTHS = 24;

  /** A stretch of time that can be shown. */
  public enum Span {
    HOURS("two days, by the hour"),
    DAYS("two weeks, by the day"),
    MONTHS("two years, by the month");

    private final String label;

    Span(String label) {
      this.label = label;
    }

    /** What it is called. */
    public String label() {
      return label;
    }

    /** By what name it is asked for. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this name; the days for any other. */
    static Span of(String key) {
      for (Span span : values()) {
        if (span.key().equals(key)) {
          return span;
        }
      }
      return DAYS;
    }
  }

  /**
   * An hour, a day or a month.
   *
   * @param label when it was, by UTC
   * @param bytes by where they came from; every {@link Via} is named
   */
  public record Slot(String label, Map<Via, Long> bytes) {
    /** Bytes in all. */
    public long total() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes that no origin had to send, in whole percent. */
    public long sparedPercent() {
      return Words.percent(total() - bytes.getOrDefault(Via.ORIGIN, 0L), total());
    }

    /** Bytes from there. */
    public long of(Via via) {
      return bytes.getOrDefault(via, 0L);
    }
  }

  static SavingsView of(GatewayStatus status, GatewayHistory history, Span span, Instant now) {
    Map<String, Map<Via, Long>> slots = new LinkedHashMap<>();
    labels(span, now).forEach(label -> slots.put(label, new EnumMap<>(Via.class)));
    List<GatewayHistory.Slot> known = span == Span.HOURS ? history.hours() : history.days();
    for (GatewayHistory.Slot slot : known) {
      Map<Via, Long> sum = slots.get(label(span, slot.from()));
      if (sum != null) {
        slot.bytes().forEach((via, bytes) -> sum.merge(via, bytes, Long::sum));
      }
    }
    List<Slot> shown = new ArrayList<>();
    slots.forEach((label, bytes) -> shown.add(new Slot(label, Map.copyOf(bytes))));
    return new SavingsView(status, span, shown, now);
  }

  private static List<String> labels(Span span, Instant now) {
    List<String> labels = new ArrayList<>();
    switch (span) {
      case HOURS -> {
        for (int i = HOURS - 1; i >= 0; i--) {
          labels.add(label(span, now.minus(Duration.ofHours(i))));
        }
      }
      case DAYS -> {
        for (int i = DAYS - 1; i >= 0; i--) {
          labels.add(label(span, now.minus(Duration.ofDays(i))));
        }
      }
      case MONTHS -> {
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
        for (int i = MONTHS - 1; i >= 0; i--) {
          labels.add(month.minusMonths(i).toString());
        }
      }
    }
    return labels;
  }

  private static String label(Span span, Instant time) {
    return switch (span) {
      case HOURS -> HOUR.format(Instant.ofEpochSecond(time.getEpochSecond() / 3600 * 3600));
      case DAYS -> LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
      case MONTHS -> YearMonth.from(time.atZone(ZoneOffset.UTC)).toString();
    };
  }

  /** The slots in which anything was given, the newest first. */
  public List<Slot> filled() {
    return slots.stream().filter(slot -> slot.total() > 0).toList().reversed();
  }

  /** Where bytes came from, in words. */
  public static String source(Via via) {
    return OverviewView.source(via);
  }

  /** Bytes from there in all. */
  public long bytes(Via via) {
    return status.bytes().getOrDefault(via, 0L);
  }
}
