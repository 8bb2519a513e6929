package org.edos.bench.plan;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The most of the heap that garbage collections left in use while something ran. Looks at each
 * collector every few milliseconds, on a thread of its own, until it is closed.
 */
final class HeapWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(2);

  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toSet());
  private final AtomicLong most = new AtomicLong();
  private final Map<String, Long> before = new HashMap<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("heap-watch").unstarted(this::watch);

  HeapWatch() {
    System.gc();
    for (GarbageCollectorMXBean collector : collectors()) {
      GcInfo last = collector.getLastGcInfo();
      before.put(collector.getName(), last == null ? -1 : last.getId());
    }
    thread.start();
  }

  private static List<GarbageCollectorMXBean> collectors() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    for (GarbageCollectorMXBean collector : collectors()) {
      GcInfo last = collector.getLastGcInfo();
      if (last != null && last.getId() > before.getOrDefault(collector.getName(), -1L)) {
        long used =
            last.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        most.accumulateAndGet(used, Math::max);
      }
    }
  }

  /** Collects once more, so that what is held now counts too. In bytes. */
  long most() {
    System.gc();
    look();
    return most.get();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
