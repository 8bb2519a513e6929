package org.edos.role.subscribe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.channel.sqlite.SqliteInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is killed, and whenever: every subscriber ends with every notification that it asked for,
 * in the order of each channel, and no action is done twice.
 */
class CrashScheduleTest {
  private static final int IN_MEMORY = 1960;
  private static final int IN_FILES = 40;
  private static final int STEPS = 150;

  @TempDir private Path folder;
  private final long first = Long.getLong("edos.seed", System.nanoTime());

  @Test
  void nothingIsLostOrDoneTwiceInAnySchedule() {
    for (long seed = first; seed < first + IN_MEMORY; seed++) {
      MemoryInbox kept = new MemoryInbox();
      run(seed, new CrashSchedule(seed, () -> kept));
    }
  }

  @Test
  void norDoesAFileForgetOrRepeat() {
    for (long seed = first; seed < first + IN_FILES; seed++) {
      Path file = folder.resolve(seed + ".sqlite");
      List<Inbox> abandoned = new ArrayList<>();
      run(
          seed,
          new CrashSchedule(
              seed,
              () -> {
                Inbox opened = new SqliteInbox(file);
                abandoned.add(opened);
                return opened;
              }));
      abandoned.forEach(Inbox::close);
    }
  }

  private static void run(long seed, CrashSchedule schedule) {
    try {
      schedule.run(STEPS);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("with -Dedos.seed=" + seed + ": " + e.getMessage(), e);
    }
  }
}
