package org.edos.physical.document.memory;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.edos.physical.document.DocumentKey;
import org.edos.physical.document.DocumentStore;

/** Documents in memory, which end with it. */
public final class MemoryDocumentStore implements DocumentStore {
  private final NavigableMap<String, byte[]> documents = new ConcurrentSkipListMap<>();

  @Override
  public void put(String key, byte[] document) {
    documents.put(DocumentKey.checked(key), DocumentKey.checked(document).clone());
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(documents.get(key)).map(byte[]::clone);
  }

  @Override
  public boolean remove(String key) {
    return documents.remove(key) != null;
  }

  @Override
  public List<String> keys(String prefix) {
    return documents.tailMap(prefix, true).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .toList();
  }

  @Override
  public void close() {
    documents.clear();
  }
}
