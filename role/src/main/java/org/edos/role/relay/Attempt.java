package org.edos.role.relay;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.PieceHashes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers a file from given sources at once: the origin from the front, peers from the back.
 * Decides when which of them is asked. One thread steers; the sources have threads of their own.
 */
final class Attempt implements OriginFront.Listener {
  /** How it ended. */
  enum Outcome {
    /** All is here and right. */
    RIGHT,
    /** All is here and something in it is wrong. */
    WRONG,
    /** No source has any more to give. */
    DRY
  }

  /**
   * Whom to ask.
   *
   * @param origins addresses, the best first
   * @param anew whether copies between here and the origin are to be passed by
   * @param holders peers, the best first
   * @param further who has it now; empty where those named are all, who are waited for no longer
   *     than they give, and whose pieces are looked at by no list
   */
  record Sources(
      List<URI> origins,
      boolean anew,
      List<Holder> holders,
      Optional<Supplier<List<Holder>>> further) {
    /** These, and whoever is found meanwhile. */
    static Sources open(List<URI> origins, List<Holder> holders, Supplier<List<Holder>> further) {
      return new Sources(origins, false, holders, Optional.of(further));
    }

    /** These and nobody else. */
    static Sources only(List<URI> origins, List<Holder> holders) {
      return new Sources(origins, false, holders, Optional.empty());
    }

    /** Origins alone, whatever stands before them. */
    static Sources anew(List<URI> origins) {
      return new Sources(origins, true, List.of(), Optional.empty());
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final long HEDGE_NANOS = 100_000_000;
  private static final long FIND_NANOS = 150_000_000;
  private static final long WORTH_WAITING_NANOS = 1_000_000_000;
  private static final long TICK_NANOS = 20_000_000;
  private static final long SLOW_TICK_NANOS = 250_000_000;
  private static final long STALL_NANOS = 2_000_000_000;
  private static final long REVIVE_NANOS = 8_000_000_000L;
  private static final long LOOK_NANOS = 3_000_000_000L;
  private static final long HOPE_NANOS = 6_000_000_000L;
  private static final int MOST_LANES = 8;
  private static final int FEW = 3;
  private static final Duration QUICK = Duration.ofSeconds(8);
  private static final Duration PATIENT = Duration.ofSeconds(25);

  private final Workshop shop;
  private final ArrivingFile arriving;
  private final Sources sources;
  private final Evidence evidence;
  private final List<PeerLane> lanes = new CopyOnWriteArrayList<>();
  private final List<Future<?>> tasks = new ArrayList<>();
  private final AtomicLong cameBytes = new AtomicLong();
  private final long begunNanos = System.nanoTime();
  private long lookedNanos = begunNanos;
  private volatile long usefulNanos = begunNanos;
  private volatile CompletableFuture<Optional<PieceHashes>> list =
      CompletableFuture.completedFuture(Optional.empty());
  private volatile boolean over;
  private volatile @Nullable OriginFront front;
  private volatile boolean frontEnded;
  private @Nullable Future<?> frontTask;
  private volatile @Nullable OriginGone gone;
  private volatile @Nullable Exception unwritable;

  Attempt(Workshop shop, ArrivingFile arriving, Sources sources, Evidence evidence) {
    this.shop = shop;
    this.arriving = arriving;
    this.sources = sources;
    this.evidence = evidence;
    add(sources.holders());
  }

  /**
   * Gathers.
   *
   * @throws UnwritableException if what came cannot be kept here
   * @throws InterruptedException if the transfer is ended
   */
  Outcome run() throws UnwritableException, InterruptedException {
    try {
      askForList();
      while (true) {
        arriving.catchUp();
        switch (arriving.phase()) {
          case RIGHT:
            return Outcome.RIGHT;
          case WRONG:
            return Outcome.WRONG;
          case PASSING, FAILED:
            return Outcome.DRY;
          case OPEN:
            break;
        }
        Exception cause = unwritable;
        if (cause != null) {
          throw new UnwritableException(cause);
        }
        steer();
        if (isDry() && arriving.nextMissing(0) < arriving.file().size()) {
          return Outcome.DRY;
        }
        arriving.awaitMove(isSettled() ? SLOW_TICK_NANOS : TICK_NANOS);
      }
    } catch (IOException e) {
      throw new UnwritableException(e);
    } finally {
      end();
    }
  }

  private boolean isSingle() {
    return PieceHashes.count(arriving.file().size()) == 1;
  }

  /** As many as there is work for. */
  private void add(List<Holder> holders) {
    long working = lanes.stream().filter(lane -> !lane.isRetired()).count();
    holders.stream()
        .limit(Math.max(0, MOST_LANES - working))
        .sorted(Comparator.comparing(holder -> shop.laggards().isLate(holder.peer())))
        .map(holder -> new PeerLane(this, arriving, holder))
        .forEach(lanes::add);
  }

  private void askForList() {
    if (sources.further().isPresent() && !isSingle() && !lanes.isEmpty()) {
      List<Holder> asked = lanes.stream().map(PeerLane::holder).toList();
      list =
          CompletableFuture.supplyAsync(
              () -> shop.holders().pieces(arriving.file(), asked, Duration.ofNanos(FIND_NANOS)),
              shop.executor());
      list.whenComplete((found, problem) -> {
        if (found == null) {
          LOG.debug("nobody tells the pieces of {}", arriving.file().sha256(), problem);
        } else {
          found.ifPresent(evidence::listed);
        }
      });
    }
  }

  private void steer() {
    long elapsed = System.nanoTime() - begunNanos;
    lookAgain();
    startLanes(elapsed);
    OriginFront running = front;
    if (running == null) {
      if (!sources.origins().isEmpty() && wantsOrigin(elapsed)) {
        startFront();
      }
    } else if (!frontEnded) {
      running.revive(REVIVE_NANOS);
    }
  }

  /** Who has begun to fetch the same file, has got it, or is there again can help as well. */
  private void lookAgain() {
    long now = System.nanoTime();
    if (isSingle() || sources.further().isEmpty() || now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    List<Holder> found = further();
    lanes.stream()
        .filter(lane -> !lane.mayBeginAgain())
        .map(PeerLane::holder)
        .forEach(found::remove);
    if (!found.isEmpty()) {
      lanes.removeIf(lane -> found.contains(lane.holder()));
      add(found);
      if (isListMissing()) {
        askForList();
      }
    }
  }

  /** Whoever is found; a search that fails is no reason to end what goes well. */
  private List<Holder> further() {
    try {
      return new ArrayList<>(sources.further().orElseThrow().get());
    } catch (RuntimeException e) {
      LOG.debug("nobody else is found for {}", arriving.file().sha256(), e);
      return new ArrayList<>();
    }
  }

  private boolean isListMissing() {
    return list.isCompletedExceptionally() || (list.isDone() && list.join().isEmpty());
  }

  private void startLanes(long elapsed) {
    for (int i = 0; i < lanes.size(); i++) {
      PeerLane lane = lanes.get(i);
      if (!lane.isStarted() && isDue(i, elapsed)) {
        boolean two = !isSingle() && lanes.size() <= FEW;
        start(lane.entered()::work);
        if (two) {
          start(lane.entered()::work);
        }
      }
    }
  }

  /**
   * Several pieces: all peers at once. One: the next when the others failed, or take too long; who
   * was late lately, when the origin takes long too.
   */
  private boolean isDue(int lane, long elapsed) {
    boolean alone = sources.origins().isEmpty();
    if (isSingle() && !alone && elapsed < HEDGE_NANOS && isLaggard(lanes.get(lane))) {
      return false;
    }
    return !isSingle()
        || elapsed >= lane * (alone ? HEDGE_NANOS : 2 * HEDGE_NANOS)
        || lanes.subList(0, lane).stream().noneMatch(PeerLane::isAlive);
  }

  private boolean isLaggard(PeerLane lane) {
    return shop.laggards().isLate(lane.holder().peer());
  }

  private void start(Runnable task) {
    tasks.add(shop.executor().submit(task));
  }

  private boolean wantsOrigin(long elapsed) {
    if (lanes.stream().noneMatch(PeerLane::isAlive)) {
      return true;
    }
    if (isSingle()) {
      return isLate(elapsed);
    }
    long came = cameBytes.get();
    return lanes.size() < FEW
        || (elapsed >= FIND_NANOS
            && (came == 0
                || (arriving.file().size() - came) / (double) came * elapsed
                    > WORTH_WAITING_NANOS));
  }

  /** Whether those who are asked let the asker wait now, or did lately. */
  private boolean isLate(long elapsed) {
    if (elapsed >= HEDGE_NANOS) {
      lanes.stream()
          .filter(PeerLane::isStarted)
          .filter(PeerLane::isAlive)
          .forEach(lane -> shop.laggards().late(lane.holder().peer()));
      return true;
    }
    return lanes.stream().filter(PeerLane::isAlive).allMatch(this::isLaggard);
  }

  private void startFront() {
    boolean others = sources.origins().size() > 1 || !lanes.isEmpty();
    OriginReader reader =
        new OriginReader(
            new OriginReader.Reading(
                shop.upstream(),
                sources.origins(),
                arriving.file().size(),
                sources.anew(),
                others ? QUICK : PATIENT));
    OriginFront started = new OriginFront(arriving, reader, this);
    front = started;
    frontTask = shop.executor().submit(started);
  }

  /** Whether all is over; who has only a part may have more soon, and is waited for a little. */
  private boolean isDry() {
    long now = System.nanoTime();
    if (!isIdle()) {
      usefulNanos = now;
      return false;
    }
    boolean hope = sources.further().isPresent() && lanes.stream().anyMatch(PeerLane::isHopeful);
    return !hope || now - usefulNanos > HOPE_NANOS;
  }

  /** Whether nobody works, and nobody is left who might. */
  private boolean isIdle() {
    boolean frontIdle = front == null ? sources.origins().isEmpty() : frontEnded;
    return frontIdle && lanes.stream().noneMatch(PeerLane::isAlive);
  }

  /** Whether there is nothing to be decided for a while. */
  private boolean isSettled() {
    return (front != null || sources.origins().isEmpty())
        && lanes.stream().allMatch(PeerLane::isStarted);
  }

  private void end() {
    over = true;
    tasks.forEach(task -> task.cancel(true));
    OriginFront running = front;
    if (running != null && frontTask != null && !running.reader().isAtEnd()) {
      running.reader().close();
      frontTask.cancel(true);
    }
  }

  @Override
  public void finished() {
    frontEnded = true;
    arriving.wake();
  }

  @Override
  public void gone(OriginGone why) {
    gone = why;
    frontEnded = true;
    arriving.wake();
  }

  /** What came cannot be kept; from any source. */
  @Override
  public void unwritable(Exception why) {
    unwritable = why;
    arriving.wake();
  }

  /** Why the origin gives no more, where it was asked and does not. */
  Optional<OriginGone> originGone() {
    return Optional.ofNullable(gone);
  }

  /** The address that the origin's bytes came from last. */
  Optional<URI> address() {
    OriginFront running = front;
    return running == null ? Optional.empty() : running.reader().address();
  }

  boolean isOver() {
    return over;
  }

  boolean isOriginGiving() {
    OriginFront running = front;
    return running != null && !frontEnded && running.isGiving(STALL_NANOS);
  }

  /** Whether there is nothing better than this peer. */
  boolean isAlone(PeerLane lane) {
    boolean noOrigin = sources.origins().isEmpty() || gone != null;
    return noOrigin && lanes.stream().noneMatch(other -> other != lane && other.isAlive());
  }

  /** A peer brought something. */
  void came(PeerLane lane, int bytes) {
    cameBytes.addAndGet(bytes);
    if (System.nanoTime() - begunNanos < HEDGE_NANOS) {
      shop.laggards().prompt(lane.holder().peer());
    }
    usefulNanos = System.nanoTime();
  }

  /** The hashes of the pieces, where somebody says them soon enough. */
  Optional<PieceHashes> list() throws InterruptedException {
    if (evidence.isListDoubtful()) {
      return Optional.empty();
    }
    long left = 2 * FIND_NANOS - (System.nanoTime() - begunNanos);
    try {
      return list.get(Math.max(0, left), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  Evidence evidence() {
    return evidence;
  }

  Workshop shop() {
    return shop;
  }
}
