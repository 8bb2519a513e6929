package org.edos.physical.index.memory;

import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.MetadataIndexContract;

class MemoryIndexTest extends MetadataIndexContract {
  private final MemoryIndex index = new MemoryIndex();

  @Override
  protected MetadataIndex index() {
    return index;
  }
}
