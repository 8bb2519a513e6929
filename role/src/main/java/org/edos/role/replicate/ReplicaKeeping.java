package org.edos.role.replicate;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.unit.UnitId;
import org.edos.role.OwnerThread;

/**
 * Sees to it that the single units which a mirror was told to hold are here: at the start, whenever
 * a release becomes visible, since a moving collection has other members then, and after ever
 * longer pauses where something was not to be had. Runs on one thread, {@code edos-replicas}; safe
 * for use by many threads.
 */
public final class ReplicaKeeping implements AutoCloseable {
  private final ReplicatedUnits units;
  private final Clock clock;
  private final Consumer<EdosException> failed;
  private final Retries<UnitId> retries;
  private final OwnerThread owner = new OwnerThread("edos-replicas");
  private final Runnable all = owner.trigger(this::lookAtAll);

  /**
   * Begins to look.
   *
   * @param recheck the shortest pause
   * @param failed told what was not to be had, each time
   */
  public ReplicaKeeping(
      ReplicatedUnits units, Duration recheck, Clock clock, Consumer<EdosException> failed) {
    this.units = units;
    this.clock = clock;
    this.failed = failed;
    this.retries = new Retries<>(recheck);
    all.run();
    owner.every(recheck, this::tryAgain);
  }

  /** A release became visible, or another state of it. Returns at once. */
  public void look() {
    all.run();
  }

  private void lookAtAll() {
    units.resume(this::unfinished);
  }

  private void tryAgain() {
    for (UnitId unit : units.held()) {
      if (retries.take(unit, clock.instant())) {
        try {
          units.restore(unit);
        } catch (EdosException e) {
          unfinished(unit, e);
        }
      }
    }
  }

  private void unfinished(UnitId unit, EdosException e) {
    retries.unfinished(unit, clock.instant());
    failed.accept(e);
  }

  @Override
  public void close() {
    owner.close();
  }
}
