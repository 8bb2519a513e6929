package org.edos.physical.peer;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.edos.core.EdosException;

/**
 * The peers of which any can answer: those that were given, in their order, and behind them those
 * that were learned, in an order of chance, so that many clients do not all go to the same next
 * one. A peer that failed is passed over for a while, which grows with each failure in a row, and
 * is asked again afterwards. Safe for use by many threads.
 */
public final class Entries {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration DISBELIEF = Duration.ofMinutes(1);
  private static final int MOST = 200;

  private record Away(long since, long pause) {}

  private final List<URI> given;
  private final LongSupplier nanos;
  private final Map<URI, Away> away = new HashMap<>();
  private final Map<URI, Long> disbelieved = new HashMap<>();
  private List<URI> learned = List.of();

  /**
   * Asks nobody yet.
   *
   * @param given at least one daemon's address, the preferred first
   */
  public Entries(List<URI> given) {
    this(given, System::nanoTime);
  }

  /**
   * Asks nobody yet.
   *
   * @param given at least one daemon's address, the preferred first
   * @param nanos a clock that only goes forward
   */
  public Entries(List<URI> given, LongSupplier nanos) {
    if (given.isEmpty()) {
      throw EdosException.usage("name a mirror or publisher to ask: --entry URL");
    }
    this.given = List.copyOf(given);
    this.nanos = nanos;
  }

  /** Remembers further peers, in the place of those learned before; who fails is kept last. */
  public synchronized void learn(Collection<URI> peers) {
    List<URI> fresh = new ArrayList<>(new java.util.LinkedHashSet<>(peers));
    fresh.removeAll(given);
    if (java.util.Set.copyOf(fresh).equals(java.util.Set.copyOf(learned))) {
      return;
    }
    Collections.shuffle(fresh);
    learned = List.copyOf(fresh.subList(0, Math.min(MOST, fresh.size())));
    away.keySet().removeIf(this::isForgotten);
    disbelieved.keySet().removeIf(this::isForgotten);
  }

  private boolean isForgotten(URI peer) {
    return !given.contains(peer) && !learned.contains(peer);
  }

  /** The learned peers. */
  public synchronized List<URI> learned() {
    return learned;
  }

  /**
   * Every peer: those to be asked first, those that are away, and those that are not believed;
   * never empty.
   */
  public synchronized List<URI> inOrder() {
    List<URI> there = new ArrayList<>();
    List<Map.Entry<URI, Long>> rest = new ArrayList<>();
    long now = nanos.getAsLong();
    for (List<URI> some : List.of(given, learned)) {
      for (URI peer : some) {
        Away failed = away.get(peer);
        if (failed == null || now - failed.since() >= failed.pause()) {
          there.add(peer);
        } else {
          rest.add(Map.entry(peer, failed.since()));
        }
      }
    }
    rest.stream().sorted(Map.Entry.comparingByValue()).forEach(away -> there.add(away.getKey()));
    List<URI> liars = there.stream().filter(this::isDisbelieved).toList();
    there.removeAll(liars);
    there.addAll(liars);
    return there;
  }

  /** The peer to ask now. */
  public URI current() {
    return inOrder().getFirst();
  }

  /** Notes that a peer does not answer, or has not what all have. */
  public synchronized void failed(URI peer) {
    Away before = away.get(peer);
    long pause =
        before == null
            ? FIRST_PAUSE.toNanos()
            : Math.min(LONGEST_PAUSE.toNanos(), before.pause() * 2);
    away.put(peer, new Away(nanos.getAsLong(), pause));
  }

  /** Notes that a peer answers. */
  public synchronized void answered(URI peer) {
    away.remove(peer);
  }

  /** Notes that what a peer says is false: for a while it is asked after all others. */
  public synchronized void disbelieved(URI peer) {
    disbelieved.put(peer, nanos.getAsLong());
  }

  /** Notes that what a peer says was checked and is right. */
  public synchronized void believed(URI peer) {
    disbelieved.remove(peer);
    answered(peer);
  }

  /** Whether a peer said what is false, not long ago. */
  public synchronized boolean isDisbelieved(URI peer) {
    Long since = disbelieved.get(peer);
    return since != null && nanos.getAsLong() - since < DISBELIEF.toNanos();
  }

  /**
   * Asks one peer after the other until one answers.
   *
   * @param question may be put to several peers; what it throws as external or exhausted is that
   *     peer's failure, anything else is the answer
   * @throws EdosException what the first peer asked failed with, if all of them do
   */
  public <T> T ask(Function<URI, T> question) {
    EdosException first = null;
    for (URI peer : inOrder()) {
      try {
        T answer = question.apply(peer);
        answered(peer);
        return answer;
      } catch (EdosException e) {
        if (!isOfPeer(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failed(peer);
        first = first == null ? e : first;
      }
    }
    throw java.util.Objects.requireNonNull(first);
  }

  /** Whether another peer may do better. */
  public static boolean isOfPeer(EdosException e) {
    return e.category() == EdosException.Category.EXTERNAL
        || e.category() == EdosException.Category.EXHAUSTED;
  }
}
