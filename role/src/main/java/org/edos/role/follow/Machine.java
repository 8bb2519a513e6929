package org.edos.role.follow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;

/**
 * What this machine has installed, asked for beside other work and not for each index anew. Safe
 * for use by many threads.
 */
final class Machine {
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final List<InstalledPackages> managers;
  private final Clock clock;

  /** What was asked for, by format. Guarded by this, as is {@link #asked}. */
  private final Map<PackageFormat, CompletableFuture<List<InstalledPackage>>> known =
      new EnumMap<>(PackageFormat.class);

  private final Map<PackageFormat, Instant> asked = new EnumMap<>(PackageFormat.class);

  Machine(List<InstalledPackages> managers, Clock clock) {
    this.managers = List.copyOf(managers);
    this.clock = clock;
  }

  /** Begins to find out, because an index of such packages is about to come. */
  synchronized CompletableFuture<List<InstalledPackage>> expect(PackageFormat format) {
    Instant now = clock.instant();
    CompletableFuture<List<InstalledPackage>> last = known.get(format);
    Instant since = asked.get(format);
    if (last != null && since != null && now.isBefore(since.plus(FRESH))) {
      return last;
    }
    CompletableFuture<List<InstalledPackage>> answer = new CompletableFuture<>();
    known.put(format, answer);
    asked.put(format, now);
    Thread.ofPlatform()
        .daemon()
        .name("edos-follow-machine")
        .start(() -> answer.complete(list(format)));
    return answer;
  }

  /** What is installed, in no order; nothing where that cannot be told soon. */
  List<InstalledPackage> packages(PackageFormat format) {
    return expect(format).copy().completeOnTimeout(List.of(), 1, TimeUnit.SECONDS).join();
  }

  private List<InstalledPackage> list(PackageFormat format) {
    try {
      return managers.stream()
          .filter(manager -> manager.format() == format)
          .flatMap(manager -> manager.list().stream())
          .toList();
    } catch (RuntimeException e) {
      System.getLogger(Following.class.getName())
          .log(System.Logger.Level.DEBUG, "what is installed is not known: {0}", e.getMessage());
      return List.of();
    }
  }
}
