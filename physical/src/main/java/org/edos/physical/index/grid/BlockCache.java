package org.edos.physical.index.grid;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks read last, within a bound. Blocks never change, so what is here is right as long as it
 * is asked for. Safe for many threads.
 */
final class BlockCache {
  /** What a block costs besides its bytes. */
  private static final int OVERHEAD = 160;

  private final long most;
  private final LinkedHashMap<String, byte[]> blocks = new LinkedHashMap<>(1024, 0.75f, true);
  private long bytes;

  /** Keeps about so many bytes. */
  BlockCache(long most) {
    this.most = most;
  }

  synchronized Optional<byte[]> get(String name) {
    return Optional.ofNullable(blocks.get(name));
  }

  synchronized void put(String name, byte[] block) {
    if (blocks.putIfAbsent(name, block) != null) {
      return;
    }
    bytes += block.length + OVERHEAD;
    Iterator<Map.Entry<String, byte[]>> oldest = blocks.entrySet().iterator();
    while (bytes > most && oldest.hasNext()) {
      bytes -= oldest.next().getValue().length + OVERHEAD;
      oldest.remove();
    }
  }
}
