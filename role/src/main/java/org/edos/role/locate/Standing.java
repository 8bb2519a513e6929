package org.edos.role.locate;

import java.time.Duration;
import java.time.Instant;

/**
 * What was seen of a peer.
 *
 * @param rate bytes a second that it gave; 0 where it gave nothing yet
 * @param failures since it last gave something
 * @param lacking how often in a row it had not what it was said to have
 * @param awayUntil when it is asked again
 * @param slowUntil until when others go before it
 * @param lyingUntil when it is believed again
 * @param passedOn how often it passed on what is wrong
 */
record Standing(
    double rate,
    int failures,
    int lacking,
    Instant awayUntil,
    Instant slowUntil,
    Instant lyingUntil,
    PassedOn passedOn) {
  /**
   * Wrong bytes of others, which happens to the honest, too, but not often.
   *
   * @param times since the first that counts
   * @param until when they no longer count
   */
  record PassedOn(int times, Instant until) {
    private PassedOn again(Instant now) {
      return now.isBefore(until)
          ? new PassedOn(times + 1, until)
          : new PassedOn(1, now.plus(PASSED_ON));
    }
  }

  /** Nothing was seen of it. */
  static final Standing NEW =
      new Standing(
          0, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, new PassedOn(0, Instant.EPOCH));

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration SLOW = Duration.ofMinutes(1);
  private static final Duration LYING = Duration.ofDays(1);
  private static final Duration PASSED_ON = Duration.ofDays(1);
  private static final int MOST_PASSED_ON = 2;
  private static final int MOST_LACKING = 20;
  private static final double LEAST_WEIGHT = 0.05;
  private static final double WEIGHT_OF_MEGABYTE = 0.5;

  Standing gave(long bytes, Duration time) {
    double now = bytes / Math.max(1e-3, time.toNanos() / 1e9);
    double weight =
        rate == 0
            ? 1
            : Math.min(WEIGHT_OF_MEGABYTE, LEAST_WEIGHT + bytes / 1e6 * WEIGHT_OF_MEGABYTE);
    return new Standing(
        rate * (1 - weight) + now * weight, 0, 0, Instant.EPOCH, slowUntil, lyingUntil, passedOn);
  }

  /** What kept it away is past. */
  Standing back() {
    return new Standing(rate, 0, lacking, Instant.EPOCH, slowUntil, lyingUntil, passedOn);
  }

  Standing away(Instant now) {
    long pause = FIRST_PAUSE.toSeconds() << Math.min(failures, 10);
    Instant until = now.plusSeconds(Math.min(LONGEST_PAUSE.toSeconds(), pause));
    return new Standing(rate, failures + 1, lacking, until, slowUntil, lyingUntil, passedOn);
  }

  /** One that lacks again and again is not worth asking for a while. */
  Standing lacking(Instant now) {
    Instant until = lacking + 1 >= MOST_LACKING ? now.plus(LONGEST_PAUSE) : awayUntil;
    return new Standing(rate, failures, lacking + 1, until, slowUntil, lyingUntil, passedOn);
  }

  Standing slow(Instant now) {
    return new Standing(
        rate / 2, failures, lacking, awayUntil, now.plus(SLOW), lyingUntil, passedOn);
  }

  Standing lying(Instant now) {
    return lyingUntil(now.plus(LYING));
  }

  Standing lyingUntil(Instant until) {
    return new Standing(rate, failures, lacking, awayUntil, slowUntil, until, passedOn);
  }

  /** Left alone for a pause, as one that was away; that it happened is not undone by anything. */
  Standing passedOn(Instant now) {
    Standing away = away(now);
    return new Standing(
        rate, away.failures, lacking, away.awayUntil, slowUntil, lyingUntil, passedOn.again(now));
  }

  /** Whether it passed on what is wrong so often that it is taken for a liar. */
  boolean passesOnTooOften() {
    return passedOn.times() > MOST_PASSED_ON;
  }

  boolean isUsable(Instant now) {
    return !now.isBefore(awayUntil) && !isLying(now);
  }

  boolean isLying(Instant now) {
    return now.isBefore(lyingUntil);
  }

  boolean isSlow(Instant now) {
    return now.isBefore(slowUntil);
  }

  /** Classes of speed, each four times as fast as the one before. */
  int speed() {
    return rate == 0 ? -1 : Math.max(0, (int) (Math.log(rate) / Math.log(4)));
  }
}
