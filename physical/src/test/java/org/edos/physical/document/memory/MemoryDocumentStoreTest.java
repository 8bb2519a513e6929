package org.edos.physical.document.memory;

import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.DocumentStoreContract;

class MemoryDocumentStoreTest extends DocumentStoreContract {
  @Override
  protected DocumentStore create() {
    return new MemoryDocumentStore();
  }
}
