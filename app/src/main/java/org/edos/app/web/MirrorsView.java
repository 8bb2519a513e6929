package org.edos.app.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.MemberAvailability;
import org.edos.actor.Publisher;
import org.edos.core.EdosException;
import org.edos.core.network.MemberReport;
import org.edos.core.network.Standing;

/**
 * The mirrors of a publisher's indexing network, as they are at one moment.
 *
 * @param publisher what the publisher last said of itself; empty before it has
 * @param mirrors by name
 * @param problem why they are not known; empty when they are
 * @param now when they were looked at
 */
public record MirrorsView(
    Optional<MemberReport> publisher, List<Row> mirrors, String problem, Instant now) {
  private static final int HOURS = 72;
  private static final Duration SILENT = Duration.ofMinutes(2);
  private static final int BAR = 8;

  /**
   * A mirror.
   *
   * @param standing how its view stands against the publisher's
   * @param state in a word
   * @param sentences what is to be said of it
   * @param bars of the last {@value #HOURS} hours, the oldest first
   * @param lag behind the publisher, in words
   * @param there how often it was there, in words
   */
  public record Row(
      Standing standing,
      State state,
      List<String> sentences,
      List<Bar> bars,
      String lag,
      String there) {}

  /** How a mirror is. */
  public enum State {
    /** It is there, and sees what the publisher sees. */
    GOOD,
    /** It is there, and lags behind. */
    BEHIND,
    /** It is there, and sees something else than the publisher; or has not said yet. */
    DIFFERENT,
    /** It is not there. */
    AWAY
  }

  /**
   * An hour of a mirror.
   *
   * @param x of the bar's left edge
   * @param there how often it was there, of 30
   * @param looked whether this publisher looked at all
   */
  public record Bar(int x, int there, boolean looked) {}

  static MirrorsView of(Publisher publisher, Instant now) {
    Map<String, MemberAvailability> known = new HashMap<>();
    publisher.network().availability().forEach(one -> known.put(one.name(), one));
    try {
      List<Standing> all = Standing.of(publisher.members());
      Optional<MemberReport> own =
          all.stream()
              .filter(one -> one.member().publisher())
              .findFirst()
              .flatMap(one -> one.member().report());
      List<Row> rows =
          all.stream()
              .filter(one -> !one.member().publisher())
              .map(one -> row(one, own, Optional.ofNullable(known.get(one.member().name())), now))
              .toList();
      return new MirrorsView(own, rows, "", now);
    } catch (EdosException e) {
      return new MirrorsView(Optional.empty(), List.of(), Site.sentence(e), now);
    }
  }

  private static Row row(
      Standing standing,
      Optional<MemberReport> publisher,
      Optional<MemberAvailability> known,
      Instant now) {
    List<MemberAvailability.Slot> hours = known.map(MemberAvailability::hours).orElse(List.of());
    List<MemberAvailability.Slot> week =
        hours.stream().filter(hour -> hour.from().isAfter(now.minus(Duration.ofDays(7)))).toList();
    return new Row(
        standing,
        state(standing),
        sentences(standing, now),
        bars(hours, now),
        lag(standing, publisher),
        hours.isEmpty()
            ? "not known yet; it is looked at every minute"
            : percent(week)
                + " of the last seven days, "
                + percent(known.map(MemberAvailability::days).orElse(List.of()))
                + " in all");
  }

  private static String lag(Standing standing, Optional<MemberReport> publisher) {
    long releases =
        publisher.map(MemberReport::releases).orElse(0)
            - standing.member().report().map(MemberReport::releases).orElse(0);
    String behind =
        standing.behind() > 0 ? Words.count(Math.max(1, releases), "release") : "no release";
    return standing.behind() == 0 && standing.eventsBehind() == 0
        ? "none"
        : behind + ", " + Words.count(standing.eventsBehind(), "event");
  }

  private static State state(Standing standing) {
    if (!standing.member().online()) {
      return State.AWAY;
    }
    if (standing.consistent() && standing.eventsBehind() == 0) {
      return State.GOOD;
    }
    boolean behind = standing.behind() > 0 || standing.eventsBehind() > 0;
    return behind ? State.BEHIND : State.DIFFERENT;
  }

  private static List<String> sentences(Standing standing, Instant now) {
    List<String> said = new ArrayList<>();
    Optional<MemberReport> report = standing.member().report();
    if (!standing.member().online()) {
      said.add(
          report
              .map(last -> "It cannot be reached; it last said something " + ago(last, now) + ".")
              .orElse("It cannot be reached, and has not said anything yet."));
    } else if (report.isEmpty()) {
      said.add("It has joined, and has not said yet what it sees.");
    } else if (report.get().at().isBefore(now.minus(SILENT))) {
      said.add("It is there, but last said something " + ago(report.get(), now) + ".");
    }
    if (standing.behind() > 0) {
      said.add("It has not seen the newest release yet.");
    }
    if (standing.eventsBehind() > 0) {
      said.add("It lacks " + Words.count(standing.eventsBehind(), "event") + " of channels.");
    }
    if (report.isPresent() && !standing.consistent() && standing.behind() == 0) {
      said.add("It sees other roots than this publisher, or finds another number of units.");
    }
    return said;
  }

  private static String ago(MemberReport report, Instant now) {
    return Words.ago(report.at(), now);
  }

  private static List<Bar> bars(List<MemberAvailability.Slot> hours, Instant now) {
    Map<Instant, MemberAvailability.Slot> by = new HashMap<>();
    hours.forEach(hour -> by.put(hour.from(), hour));
    List<Bar> bars = new ArrayList<>();
    Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
    for (int i = 0; i < HOURS; i++) {
      MemberAvailability.Slot hour = by.get(first.plus(Duration.ofHours(i)));
      boolean looked = hour != null && hour.looks() > 0;
      int there = hour == null || !looked ? 0 : (int) (30 * hour.there() / hour.looks());
      bars.add(new Bar(i * BAR, there, looked));
    }
    return bars;
  }

  private static String percent(List<MemberAvailability.Slot> slots) {
    long looks = slots.stream().mapToLong(MemberAvailability.Slot::looks).sum();
    long there = slots.stream().mapToLong(MemberAvailability.Slot::there).sum();
    if (looks == 0) {
      return "not known";
    }
    return there == looks ? "100 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * there / looks);
  }

  /** How long the drawing of availability is. */
  public static int width() {
    return HOURS * BAR;
  }

  /** A state in words. */
  public static String words(State state) {
    return switch (state) {
      case GOOD -> "consistent";
      case BEHIND -> "behind";
      case DIFFERENT -> "not consistent";
      case AWAY -> "away";
    };
  }

  /** Whether a state is one to worry about. */
  public static boolean isBad(State state) {
    return state == State.AWAY || state == State.DIFFERENT;
  }

  /** How long ago something was. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }
}
