package org.edos.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** The machine that was measured on. */
public final class Machine {
  private Machine() {}

  /** Its cores, memory, Java and kernel, and how busy it was with other work just now. */
  public static String description() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return String.format(
        Locale.ROOT,
        "%d cores, %.0f GiB, JDK %s, %s %s, load average %.1f before",
        system.getAvailableProcessors(),
        (double) system.getTotalMemorySize() / (1L << 30),
        Runtime.version().feature(),
        system.getName(),
        system.getVersion(),
        system.getSystemLoadAverage());
  }
}
