package org.edos.physical.snapshot.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotCatalogueContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSnapshotsTest extends SnapshotCatalogueContract {
  @TempDir private Path folder;

  @Override
  protected SnapshotCatalogue create() {
    return new SqliteSnapshots(folder.resolve("state/origins.sqlite"));
  }

  @Test
  void what_is_known_outlives_the_process() {
    try (SnapshotCatalogue first = create()) {
      first.become(head(1), List.of(root("root")), files(1));
      first.enter(index(1), to -> to.accept(listed("pool/a.deb", "a")));
      first.use(FOLDER, "part", head(1).made());
    }
    try (SnapshotCatalogue second = create()) {
      assertThat(second.current(FOLDER)).hasValue(head(1));
      assertThat(second.root(FOLDER, "InRelease")).isPresent();
      assertThat(second.find(FOLDER + files(1).getFirst().path())).isPresent();
      assertThat(second.find(BASE + "pool/a.deb")).isPresent();
      assertThat(second.used(FOLDER, head(1).made())).containsExactly("part");
    }
  }
}
