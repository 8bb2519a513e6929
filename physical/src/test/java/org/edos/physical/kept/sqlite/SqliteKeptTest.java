package org.edos.physical.kept.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.edos.physical.kept.Kept;
import org.edos.physical.kept.KeptContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeptTest extends KeptContract {
  @TempDir Path folder;

  @Override
  protected Kept open() {
    return new SqliteKept(folder.resolve("kept.sqlite"));
  }

  @Test
  void whatIsKeptAndWhenItWasUsedOutlivesTheProcess() {
    kept.keep(List.of(entry(1, 1), entry(2, 2)));
    Instant later = entry(1, 3).used();
    kept.touch(content(1), later);
    kept.close();

    kept = open();

    assertThat(kept.leastRecentlyUsed(5)).containsExactly(entry(2, 2), entry(1, 3));
  }
}
