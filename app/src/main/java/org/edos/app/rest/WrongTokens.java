package org.edos.app.rest;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.edos.core.Recent;

/**
 * How many wrong tokens came from each address within a minute; the addresses remembered are
 * bounded. Safe for use by many threads: its monitor guards all.
 */
final class WrongTokens {
  private static final int ADDRESSES = 10_000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private record Count(long since, int wrong) {}

  private final int most;
  private final LongSupplier nanos;
  private final Recent<String, Count> counts = new Recent<>(ADDRESSES);

  /**
   * Begins to count.
   *
   * @param most wrong ones that an address may show in a minute
   */
  WrongTokens(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
  }

  /**
   * Does nothing if an address may try.
   *
   * @throws TooMany if it has tried too often
   */
  synchronized void check(String address) {
    if (now(address).wrong() >= most) {
      throw new TooMany(most);
    }
  }

  synchronized void note(String address) {
    Count count = now(address);
    counts.put(address, new Count(count.since(), count.wrong() + 1));
  }

  private Count now(String address) {
    long now = nanos.getAsLong();
    Count count = counts.get(address).orElse(new Count(now, 0));
    return now - count.since() < MINUTE ? count : new Count(now, 0);
  }

  /** Too many wrong tokens came from one address. */
  static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMany(int most) {
      super("more than " + most + " wrong tokens came from this address; wait a minute");
    }
  }
}
