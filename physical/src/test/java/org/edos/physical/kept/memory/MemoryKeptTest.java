package org.edos.physical.kept.memory;

import org.edos.physical.kept.Kept;
import org.edos.physical.kept.KeptContract;

class MemoryKeptTest extends KeptContract {
  @Override
  protected Kept open() {
    return new MemoryKept();
  }
}
