package org.edos.role.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * What is asked of an origin about one root: once for all who want to know it at the same time.
 * Safe for use by many threads.
 */
final class RootTalk {
  /** How long an answer counts for those who ask next. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** How long a signature belongs to the root that was asked for before it. */
  private static final Duration TOGETHER = Duration.ofMinutes(1);

  /** How long somebody who asks waits for a new snapshot to be complete. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** One look at the origin. */
  private static final class Look {
    private final CompletableFuture<RootLooks.Outcome> done = new CompletableFuture<>();

    private final Instant begun;
    private final long began = System.nanoTime();

    Look(Instant begun) {
      this.begun = begun;
    }

    boolean isOld(Instant now, Duration fresh) {
      return done.isDone() && now.isAfter(begun.plus(fresh));
    }
  }

  private final RootLooks looks;
  private final Map<String, Look> last = new HashMap<>();

  RootTalk(RootLooks looks) {
    this.looks = looks;
  }

  /** Whether what is known of the root may be served; the origin's own answer is due otherwise. */
  boolean ask(RootName name) {
    boolean served = served(look(name), name);
    boolean signs = name.signature().equals(Optional.of(name.name()));
    return served && signs ? served(signature(name), name) : served;
  }

  private boolean served(Look look, RootName name) {
    Duration spent = Duration.ofNanos(System.nanoTime() - look.began);
    try {
      long left = Math.max(0, PATIENCE.minus(spent).toMillis());
      return look.done.get(left, TimeUnit.MILLISECONDS).isServed();
    } catch (TimeoutException | ExecutionException e) {
      return looks.holds(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return looks.holds(name);
    }
  }

  private synchronized Look look(RootName name) {
    Instant now = looks.now();
    Look known = last.get(name.main());
    if (known != null && !known.isOld(now, name.isMain() ? FRESH : TOGETHER)) {
      return known;
    }
    Look look = new Look(now);
    last.put(name.main(), look);
    start(look, () -> looks.look(name));
    return look;
  }

  /** The look at a signature, whose root was found unchanged; else it came with the root. */
  private synchronized Look signature(RootName name) {
    Instant now = looks.now();
    Look root = Objects.requireNonNull(last.get(name.main()));
    if (root.done.getNow(RootLooks.Outcome.HELD) != RootLooks.Outcome.SAME) {
      return root;
    }
    Look known = last.get(name.name());
    if (known != null && !known.isOld(now, FRESH)) {
      return known;
    }
    Look look = new Look(now);
    last.put(name.name(), look);
    start(
        look,
        () -> {
          looks.renewSignature(name);
          return RootLooks.Outcome.SAME;
        });
    return look;
  }

  private static void start(Look look, Supplier<RootLooks.Outcome> task) {
    Thread.ofVirtual()
        .name("edos-follow-root")
        .start(() -> {
          try {
            look.done.complete(task.get());
          } catch (Throwable e) {
            look.done.completeExceptionally(e);
            throw e;
          }
        });
  }
}
