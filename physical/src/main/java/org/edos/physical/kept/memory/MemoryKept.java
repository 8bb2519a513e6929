package org.edos.physical.kept.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.unit.Sha256;
import org.edos.physical.kept.Kept;

/** Notes that end with the process. */
public final class MemoryKept implements Kept {
  private final Map<Sha256, Entry> entries = new ConcurrentHashMap<>();

  @Override
  public void keep(Collection<Entry> added) {
    added.forEach(entry -> entries.put(entry.id(), at(entry, entry.used())));
  }

  @Override
  public void touch(Sha256 id, Instant now) {
    entries.computeIfPresent(id, (key, entry) -> at(entry, now));
  }

  private static Entry at(Entry entry, Instant used) {
    return new Entry(entry.id(), entry.size(), used.truncatedTo(ChronoUnit.MILLIS));
  }

  @Override
  public void forget(Collection<Sha256> ids) {
    ids.forEach(entries::remove);
  }

  @Override
  public List<Entry> leastRecentlyUsed(int most) {
    return entries.values().stream()
        .sorted(Comparator.comparing(Entry::used).thenComparing(Entry::id))
        .limit(most)
        .toList();
  }

  @Override
  public List<Sha256> ids() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public long bytes() {
    return entries.values().stream().mapToLong(Entry::size).sum();
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }
}
