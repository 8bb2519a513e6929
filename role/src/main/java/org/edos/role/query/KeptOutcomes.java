package org.edos.role.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.active.KeptOutcome;
import org.edos.core.active.ServiceCall;
import org.edos.core.active.ServiceCall.Frequency;
import org.edos.core.unit.UnitId;
import org.edos.physical.document.DocumentStore;
import org.edos.role.OwnerThread;

/**
 * What calls answered, in memory and in the daemon's documents, so that it survives a restart. When
 * there is too much of it, what was not used for longest goes first, and results of calls that are
 * made once go last. Safe for use by many threads.
 */
final class KeptOutcomes {
  /** Most results that are kept. */
  static final int MAX_ENTRIES = 2000;

  /** Most characters in them. */
  static final long MAX_LENGTH = 32L << 20;

  private static final String PREFIX = "active/";

  private final DocumentStore documents;
  private final Runnable flush;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<String, KeptOutcome> entries = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<String> changed = new HashSet<>();
  private long length;
  private boolean loaded;

  /** Writes to these documents on that thread. */
  KeptOutcomes(DocumentStore documents, OwnerThread writer) {
    this.documents = documents;
    this.flush = writer.trigger(this::write);
  }

  Optional<KeptOutcome> find(UnitId unit, ServiceCall call) {
    return locked(() -> Optional.ofNullable(entries.get(KeptOutcome.key(unit, call))));
  }

  /** Keeps a result in the place of an earlier one of its call. */
  void keep(KeptOutcome outcome) {
    locked(() -> {
      put(outcome.key(), outcome);
      while (entries.size() > MAX_ENTRIES || (length > MAX_LENGTH && entries.size() > 1)) {
        remove(leastWanted());
      }
      return true;
    });
    if (outcome.call().frequency() instanceof Frequency.Once) {
      write();
    } else {
      flush.run();
    }
  }

  /** Forgets a result, as its document is there no more. */
  void forget(KeptOutcome outcome) {
    locked(() -> {
      remove(outcome.key());
      return true;
    });
    flush.run();
  }

  /** All results of calls that are to be repeated. */
  List<KeptOutcome> repeated() {
    return locked(() ->
        entries.values().stream()
            .filter(kept -> kept.call().frequency() instanceof Frequency.Every)
            .toList());
  }

  int size() {
    return locked(entries::size);
  }

  private String leastWanted() {
    Iterator<Map.Entry<String, KeptOutcome>> oldestFirst = entries.entrySet().iterator();
    String first = oldestFirst.next().getKey();
    oldestFirst = entries.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<String, KeptOutcome> next = oldestFirst.next();
      if (!(next.getValue().call().frequency() instanceof Frequency.Once)) {
        return next.getKey();
      }
    }
    return first;
  }

  private void put(String key, KeptOutcome outcome) {
    Optional.ofNullable(entries.put(key, outcome))
        .ifPresent(earlier -> length -= earlier.outcome().length());
    length += outcome.outcome().length();
    changed.add(key);
  }

  private void remove(String key) {
    Optional.ofNullable(entries.remove(key))
        .ifPresent(earlier -> length -= earlier.outcome().length());
    changed.add(key);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (!loaded) {
        load();
        loaded = true;
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void load() {
    for (String key : documents.keys(PREFIX)) {
      try {
        KeptOutcome kept = KeptOutcome.read(documents.get(key).orElseThrow());
        put(kept.key(), kept);
      } catch (EdosException damaged) {
        documents.remove(key);
      }
    }
    changed.clear();
  }

  /** Brings the documents to the state in memory. */
  private void write() {
    writing.lock();
    try {
      for (String key : takeChanged()) {
        Optional<KeptOutcome> now = locked(() -> Optional.ofNullable(entries.get(key)));
        now.ifPresentOrElse(
            kept -> documents.put(PREFIX + key, kept.write()),
            () -> documents.remove(PREFIX + key));
      }
    } finally {
      writing.unlock();
    }
  }

  private List<String> takeChanged() {
    return locked(() -> {
      List<String> taken = new ArrayList<>(changed);
      changed.clear();
      return taken;
    });
  }
}
