package org.edos.testkit;

import java.time.Duration;

/**
 * How an {@link OriginServer} behaves. Begin with {@link #WELL} and change what matters.
 *
 * @param rate bytes a second of all bodies together; 0 for as fast as it can
 * @param latency passes before each answer begins
 * @param dated whether answers have Last-Modified and ETag, and conditions are heeded
 * @param ranges whether ranges are heeded
 * @param framing how an answer's end is known
 * @param unavailableOnce whether each path is answered 503 the first time
 * @param cutAfter bytes of a body after which the connection is cut, once for each path; 0 for
 *     never
 * @param lying whether each body has a wrong byte in its middle
 */
public record Conduct(
    long rate,
    Duration latency,
    boolean dated,
    boolean ranges,
    Framing framing,
    boolean unavailableOnce,
    long cutAfter,
    boolean lying) {
  /** How an answer's end is known. */
  public enum Framing {
    /** By Content-Length. */
    LENGTH,
    /** By the last chunk. */
    CHUNKED,
    /** By the end of the connection. */
    CLOSE
  }

  /** As a good server does. */
  public static final Conduct WELL =
      new Conduct(0, Duration.ZERO, true, true, Framing.LENGTH, false, 0, false);

  /** No more than so many bytes a second, for all who ask together. */
  public Conduct atRate(long bytesPerSecond) {
    return new Conduct(
        bytesPerSecond, latency, dated, ranges, framing, unavailableOnce, cutAfter, lying);
  }

  /** Later by this time. */
  public Conduct after(Duration time) {
    return new Conduct(rate, time, dated, ranges, framing, unavailableOnce, cutAfter, lying);
  }

  /** Without Last-Modified and ETag. */
  public Conduct undated() {
    return new Conduct(rate, latency, false, ranges, framing, unavailableOnce, cutAfter, lying);
  }

  /** Always the whole file. */
  public Conduct withoutRanges() {
    return new Conduct(rate, latency, dated, false, framing, unavailableOnce, cutAfter, lying);
  }

  /** With this sign of an answer's end. */
  public Conduct framed(Framing other) {
    return new Conduct(rate, latency, dated, ranges, other, unavailableOnce, cutAfter, lying);
  }

  /** 503 the first time that a path is asked for. */
  public Conduct firstUnavailable() {
    return new Conduct(rate, latency, dated, ranges, framing, true, cutAfter, lying);
  }

  /** The first body of each path ends too early. */
  public Conduct cutAfter(long bytes) {
    return new Conduct(rate, latency, dated, ranges, framing, unavailableOnce, bytes, lying);
  }

  /** Wrong bytes. */
  public Conduct wrong() {
    return new Conduct(rate, latency, dated, ranges, framing, unavailableOnce, cutAfter, true);
  }
}
