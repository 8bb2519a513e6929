package org.edos.physical.content.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.ContentStoreContract;
import org.junit.jupiter.api.Test;

class MemoryContentStoreTest extends ContentStoreContract {
  @Override
  protected ContentStore create(long quotaBytes) {
    return new MemoryContentStore(quotaBytes);
  }

  @Test
  void closing_leaves_no_staged_file_behind() {
    Path staged;
    try (ContentStore store = new MemoryContentStore(10)) {
      staged = store.stage(Sha256.of(new byte[3]), 3);
      assertThat(store.stageAnew(Sha256.of(new byte[3]), 3).path()).hasParent(staged.getParent());
    }
    assertThat(staged.getParent()).doesNotExist();
  }
}
