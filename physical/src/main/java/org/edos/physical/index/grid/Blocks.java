package org.edos.physical.index.grid;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edos.physical.grid.GridCache;

/**
 * The grid's immutable blocks by name, large ones in pieces. Small ones that were read are kept at
 * hand within a bound. Safe for many threads.
 */
final class Blocks {
  /**
   * The write-ahead log takes an entry whole, so that no entry may be nearly as large as one of its
   * segments.
   */
  private static final int PIECE = 1 << 20;

  private static final int BATCH_BYTES = 2 << 20;

  private final GridCache<String, byte[]> cache;
  private final BlockCache recent;

  Blocks(GridCache<String, byte[]> cache, BlockCache recent) {
    this.cache = cache;
    this.recent = recent;
  }

  /** A block that a publication wrote is gone: its release was withdrawn while it was read. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Missing(String name) {
      super("the index lacks its block " + name, null, false, false);
    }
  }

  byte[] get(String name) {
    return cache.get(name).orElseThrow(() -> new Missing(name));
  }

  /** A block that will be wanted again. */
  byte[] recent(String name) {
    return recent
        .get(name)
        .orElseGet(() -> {
          byte[] block = get(name);
          recent.put(name, block);
          return block;
        });
  }

  /** Blocks that will be wanted again; those that are not at hand by one round trip. */
  Map<String, byte[]> recent(Collection<String> names, Work work) {
    Map<String, byte[]> found = new HashMap<>();
    Set<String> wanted = new TreeSet<>();
    for (String name : names) {
      recent.get(name).ifPresentOrElse(block -> found.put(name, block), () -> wanted.add(name));
    }
    getAll(wanted, work)
        .forEach((name, block) -> {
          recent.put(name, block);
          found.put(name, block);
        });
    return found;
  }

  /** Blocks by one round trip. */
  Map<String, byte[]> getAll(Set<String> names, Work work) {
    Map<String, byte[]> blocks = cache.getAll(names);
    boolean moved = false;
    for (String name : names) {
      byte[] block = blocks.get(name);
      if (block == null) {
        throw new Missing(name);
      }
      GridCache.Owner owner = cache.owner(name);
      work.read(owner.node(), owner.local() ? 0 : block.length);
      moved |= !owner.local();
    }
    if (moved) {
      work.roundTrip();
    }
    return blocks;
  }

  static int pieces(long bytes) {
    return Math.toIntExact(Math.max(1, (bytes + PIECE - 1) / PIECE));
  }

  static String piece(String name, int number) {
    return name + "." + number;
  }

  /** A large block that was written in pieces. */
  byte[] get(String name, int bytes) {
    if (pieces(bytes) == 1) {
      return get(piece(name, 0));
    }
    byte[] whole = new byte[bytes];
    for (int i = 0; i < pieces(bytes); i++) {
      byte[] piece = get(piece(name, i));
      System.arraycopy(piece, 0, whole, i * PIECE, piece.length);
    }
    return whole;
  }

  /** Collects blocks and writes them in batches. Used by one thread; {@link #flush} at the end. */
  final class Batch {
    private final Map<String, byte[]> waiting = new TreeMap<>();
    private int bytes;

    void put(String name, byte[] block) {
      waiting.put(name, block);
      bytes += block.length;
      if (bytes >= BATCH_BYTES) {
        flush();
      }
    }

    void putPieces(String name, byte[] block) {
      if (pieces(block.length) == 1) {
        put(piece(name, 0), block);
        return;
      }
      for (int i = 0; i < pieces(block.length); i++) {
        put(
            piece(name, i),
            Arrays.copyOfRange(block, i * PIECE, Math.min(block.length, (i + 1) * PIECE)));
      }
    }

    void flush() {
      if (!waiting.isEmpty()) {
        cache.putAll(waiting);
        waiting.clear();
        bytes = 0;
      }
    }
  }

  /** Removes what the names say, some at a time. */
  final class Removal {
    private final Set<String> names = new TreeSet<>();

    void add(String name) {
      names.add(name);
      if (names.size() >= 1000) {
        flush();
      }
    }

    void addPieces(String name, int bytes) {
      for (int i = 0; i < pieces(bytes); i++) {
        add(piece(name, i));
      }
    }

    void flush() {
      cache.removeAll(names);
      names.clear();
    }
  }
}
