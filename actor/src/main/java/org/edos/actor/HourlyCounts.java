package org.edos.actor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.physical.document.DocumentStore;

/**
 * Counts by the hour for two weeks, and by the day for two years before that, in two documents. An
 * hour that is too old goes into its day; the days say up to which hour they have them, so that
 * none is counted twice whenever the process dies. Guarded by its owner.
 */
final class HourlyCounts {
  static final int HOURS = 14 * 24;
  static final int DAYS = 730;

  private static final long HOUR = Duration.ofHours(1).toSeconds();
  private static final int HOURS_A_DAY = 24;
  private static final String THROUGH = "through";

  /** What was counted from then on, for an hour or a day. */
  record Slot(Instant from, List<Long> counts) {}

  private final DocumentStore documents;
  private final String key;
  private final int width;
  private final TreeMap<Long, long[]> hours = new TreeMap<>();
  private final TreeMap<Long, long[]> days = new TreeMap<>();
  private long through = -1;

  /**
   * Goes on from what an earlier process wrote down.
   *
   * @param key of the documents, without a slash at its end
   * @param width how many counts stand side by side
   */
  HourlyCounts(DocumentStore documents, String key, int width) {
    this.documents = documents;
    this.key = key;
    this.width = width;
    documents.get(daysKey(key)).ifPresent(saved -> load(saved, days));
    documents.get(hoursKey(key)).ifPresent(saved -> load(saved, hours));
    hours.headMap(through, true).clear();
  }

  private static String hoursKey(String key) {
    return key + "/hours";
  }

  private static String daysKey(String key) {
    return key + "/days";
  }

  /** Removes what was written down. */
  static void forget(DocumentStore documents, String key) {
    documents.remove(hoursKey(key));
    documents.remove(daysKey(key));
  }

  private void load(byte[] saved, Map<Long, long[]> into) {
    for (String line : new String(saved, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] parts = line.split(" ", -1);
      if (parts[0].equals(THROUGH) && parts.length == 2) {
        through = number(parts[1]);
      } else if (parts.length == width + 1) {
        long[] counts = new long[width];
        for (int i = 0; i < width; i++) {
          counts[i] = number(parts[i + 1]);
        }
        into.put(number(parts[0]), counts);
      }
    }
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Adds to the counts of this hour. */
  void add(Instant now, long... more) {
    long hour = now.getEpochSecond() / HOUR;
    sum(hours.computeIfAbsent(Math.max(hour, through + 1), none -> new long[width]), more);
  }

  private static void sum(long[] into, long[] more) {
    for (int i = 0; i < into.length; i++) {
      into[i] += more[i];
    }
  }

  /** Writes the counts down. */
  void save(Instant now) {
    long oldest = now.getEpochSecond() / HOUR - HOURS;
    Map<Long, long[]> old = hours.headMap(oldest, false);
    if (!old.isEmpty()) {
      through = hours.lowerKey(oldest);
      old.forEach((hour, counts) -> sum(day(days, hour / HOURS_A_DAY), counts));
      old.clear();
      days.headMap(oldest / HOURS_A_DAY - DAYS, false).clear();
      documents.put(daysKey(key), text(THROUGH + " " + through + "\n", days));
    }
    documents.put(hoursKey(key), text("", hours));
  }

  private long[] day(Map<Long, long[]> all, long day) {
    return all.computeIfAbsent(day, none -> new long[width]);
  }

  private static byte[] text(String head, Map<Long, long[]> slots) {
    StringBuilder text = new StringBuilder(head);
    slots.forEach((slot, counts) -> {
      text.append(slot);
      for (long count : counts) {
        text.append(' ').append(count);
      }
      text.append('\n');
    });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Hours in which anything was counted, the oldest first. */
  List<Slot> hours() {
    return slots(hours, HOUR);
  }

  /** Days in which anything was counted, the oldest first, those of the hours too. */
  List<Slot> days() {
    TreeMap<Long, long[]> all = new TreeMap<>();
    days.forEach((day, counts) -> sum(day(all, day), counts));
    hours.forEach((hour, counts) -> sum(day(all, hour / HOURS_A_DAY), counts));
    return slots(all, HOUR * HOURS_A_DAY);
  }

  private static List<Slot> slots(Map<Long, long[]> from, long seconds) {
    List<Slot> slots = new ArrayList<>();
    from.forEach((slot, counts) -> {
      List<Long> values = new ArrayList<>();
      for (long count : counts) {
        values.add(count);
      }
      slots.add(new Slot(Instant.ofEpochSecond(slot * seconds), List.copyOf(values)));
    });
    return slots;
  }
}
