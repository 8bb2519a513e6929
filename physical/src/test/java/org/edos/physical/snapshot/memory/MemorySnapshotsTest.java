package org.edos.physical.snapshot.memory;

import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotCatalogueContract;

class MemorySnapshotsTest extends SnapshotCatalogueContract {
  @Override
  protected SnapshotCatalogue create() {
    return new MemorySnapshots();
  }
}
