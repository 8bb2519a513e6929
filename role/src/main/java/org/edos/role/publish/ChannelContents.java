package org.edos.role.publish;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelDescription;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelReader;

/**
 * What is in channels now, told from their events. Of the channels asked for last it is kept, so
 * that only events since then are read. Safe for use by many threads.
 */
public final class ChannelContents {
  private static final int KEPT = 16;
  private static final int MOST_UNITS = 1_000_000;
  private static final int PAGE = 2000;

  private final ChannelReader channels;
  private final Map<String, Fold> folds = new LinkedHashMap<>(KEPT, 0.75f, true);

  /** Reads nothing yet. */
  public ChannelContents(ChannelReader channels) {
    this.channels = channels;
  }

  /**
   * A channel and the units that are in it.
   *
   * @param after the {@link ChannelDescription.Within#event} after which units are given, 0 for all
   * @param limit most units to give
   * @throws EdosException not found if the channel is gone; exhausted if it holds too many
   */
  public ChannelDescription describe(Channel channel, long after, int limit) {
    return fold(channel).describe(channel, after, limit);
  }

  /** Those of these units that are in a channel; fails like {@link #describe}. */
  public List<UnitId> within(Channel channel, List<UnitId> units) {
    return fold(channel).within(units);
  }

  private Fold fold(Channel channel) {
    Fold fold;
    synchronized (folds) {
      fold = folds.computeIfAbsent(channel.name(), name -> new Fold(channel.created()));
      if (!fold.created.equals(channel.created())) {
        fold = new Fold(channel.created());
        folds.put(channel.name(), fold);
      }
      if (folds.size() > KEPT) {
        folds.remove(folds.keySet().iterator().next());
      }
    }
    fold.read(channel.name());
    return fold;
  }

  /** One channel's units; its monitor guards them. */
  private final class Fold {
    private final Instant created;
    private final Map<UnitId, Long> events = new HashMap<>();
    private final TreeMap<Long, ChannelDescription.Within> inOrder = new TreeMap<>();
    private long seen;
    private Optional<Instant> changed = Optional.empty();

    Fold(Instant created) {
      this.created = created;
    }

    synchronized void read(String channel) {
      for (List<ChannelEvent> page = channels.events(channel, seen, PAGE);
          !page.isEmpty();
          page = channels.events(channel, seen, PAGE)) {
        page.forEach(this::take);
      }
    }

    private void take(ChannelEvent event) {
      seen = event.id();
      changed = Optional.of(event.time());
      switch (event.kind()) {
        case UNIT_ADDED -> {
          UnitId unit = UnitId.parse(event.subject());
          Optional.ofNullable(event.details().get("replaces"))
              .map(UnitId::parse)
              .ifPresent(this::leave);
          leave(unit);
          events.put(unit, event.id());
          inOrder.put(event.id(), new ChannelDescription.Within(event.id(), event.time(), unit));
          if (events.size() > MOST_UNITS) {
            throw EdosException.exhausted(
                "the channel '" + event.channel() + "' holds more than " + MOST_UNITS + " units");
          }
        }
        case UNIT_REMOVED -> leave(UnitId.parse(event.subject()));
        case RELEASE_PUBLISHED, RELEASE_UPDATED, RELEASE_UNPUBLISHED, CROWD_OPENED -> {
          // Releases are no units.
        }
      }
    }

    private void leave(UnitId unit) {
      Optional.ofNullable(events.remove(unit)).ifPresent(inOrder::remove);
    }

    synchronized ChannelDescription describe(Channel channel, long after, int limit) {
      return new ChannelDescription(
          channel,
          seen,
          changed,
          events.size(),
          inOrder.tailMap(after, false).values().stream().limit(limit).toList());
    }

    synchronized List<UnitId> within(List<UnitId> units) {
      return units.stream().filter(events::containsKey).toList();
    }
  }
}
