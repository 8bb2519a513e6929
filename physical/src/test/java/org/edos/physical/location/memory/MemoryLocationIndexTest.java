package org.edos.physical.location.memory;

import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.LocationIndexContract;

class MemoryLocationIndexTest extends LocationIndexContract {
  @Override
  protected LocationIndex open() {
    return new MemoryLocationIndex();
  }
}
