package org.edos.role.subscribe;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.edos.core.channel.Channel;
import org.edos.core.query.Query;
import org.edos.core.query.StandingQueries;

/**
 * A channel that somebody follows: who, and what came last. Owned by the delivering thread, but for
 * its name, how many follow it and whether events have to be described.
 */
final class FollowedChannel {
  private static final int MOST_RECENT = 256;

  private final Members everything = new Members();
  private final StandingQueries<Members> filters = new StandingQueries<>();
  private final Map<Query, Filtered> filtered = new HashMap<>();
  private final Deque<Described> recent = new ArrayDeque<>();
  private final String name;
  private final Instant created;
  private long head;
  private long floor;
  private volatile boolean described;
  private volatile int interests;

  /** Those who have the same filter. */
  private record Filtered(Members members, StandingQueries.Entry<Members> entry) {}

  /**
   * A channel that nobody follows yet.
   *
   * @param created tells it from another of the same name
   * @param head id of its newest event
   */
  FollowedChannel(String name, Instant created, long head) {
    this.name = name;
    this.created = created;
    this.head = head;
    this.floor = head;
  }

  String name() {
    return name;
  }

  /** Whether this is the one meant, and not one that was deleted before. */
  boolean is(Channel channel) {
    return name.equals(channel.name()) && created.equals(channel.created());
  }

  /** Id of the newest event that was told. */
  long head() {
    return head;
  }

  /** Whether somebody has a filter, so that events' units are to be looked up. */
  boolean isDescribed() {
    return described;
  }

  /** How many interests there are in it. */
  int interests() {
    return interests;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread adds and removes.
  void add(Standing standing) {
    interests++;
    if (standing.wantsEverything()) {
      everything.add(standing);
    } else {
      filtered.computeIfAbsent(standing.filter, this::filtered).members().add(standing);
      described = true;
    }
  }

  private Filtered filtered(Query filter) {
    Members members = new Members();
    return new Filtered(members, filters.add(filter, members));
  }

  /** Takes away one that is here. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread adds and removes.
  void remove(Standing standing) {
    interests--;
    if (standing.wantsEverything()) {
      everything.remove(standing);
      return;
    }
    Filtered same = Objects.requireNonNull(filtered.get(standing.filter));
    same.members().remove(standing);
    if (same.members().isEmpty()) {
      filters.remove(same.entry());
      filtered.remove(standing.filter);
      described = !filtered.isEmpty();
    }
  }

  /** Every interest, whatever it filters. */
  void forEach(Consumer<Standing> sink) {
    everything.forEach(sink);
    filtered.values().forEach(same -> same.members().forEach(sink));
  }

  /**
   * Finds the interests that an event matches.
   *
   * @param unknown takes those of which that cannot be told
   */
  void matching(Described event, Consumer<Standing> sink, Consumer<Standing> unknown) {
    everything.forEach(sink);
    if (!event.lookedUp()) {
      filtered.values().forEach(same -> same.members().forEach(unknown));
    } else {
      event.fields().ifPresent(unit -> filters.matching(unit, same -> same.forEach(sink)));
    }
  }

  /** An event was told: it is the newest. */
  void passed(Described event) {
    head = event.event().id();
    recent.add(event);
    if (recent.size() > MOST_RECENT) {
      floor = recent.remove().event().id();
    }
  }

  /** Whether all events after an id are at hand. */
  boolean covers(long after) {
    return after >= floor;
  }

  /** The events after an id that are at hand. */
  List<Described> after(long after) {
    List<Described> events = new ArrayList<>();
    for (var newest = recent.descendingIterator(); newest.hasNext(); ) {
      Described event = newest.next();
      if (event.event().id() <= after) {
        break;
      }
      events.add(event);
    }
    return events.reversed();
  }
}
