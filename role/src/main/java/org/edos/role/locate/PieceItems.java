package org.edos.role.locate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceHashes.Tier;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.FixedItem;
import org.edos.physical.torrent.HashTable;

/**
 * The hashes of files' pieces in the hash table: an item that everybody finds, and can replace, who
 * knows the file's hash. It holds the hashes themselves where they are few, the name of a fixed
 * item with them where they are some dozens, and otherwise the key by which peers tell them. Safe
 * for use by many threads.
 */
final class PieceItems {
  private static final byte HASHES = 'H';
  private static final byte FIXED = 'F';
  private static final byte KEY = 'K';
  private static final byte[] SEED = "edos pieces".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;

  /** What an item says: the list, or which one of those that peers tell. */
  record Told(Optional<PieceHashes> list, Optional<Sha256> key) {
    private static final Told NOTHING = new Told(Optional.empty(), Optional.empty());

    boolean isNothing() {
      return list.isEmpty() && key.isEmpty();
    }

    private static Told list(byte[] hashes, KnownFile file) {
      try {
        return new Told(Optional.of(PieceHashes.read(hashes, file.size())), Optional.empty());
      } catch (EdosException e) {
        return NOTHING;
      }
    }
  }

  private final HashTable table;

  PieceItems(HashTable table) {
    this.table = table;
  }

  private static Sha256 seed(Sha256 file) {
    byte[] raw = HexFormat.of().parseHex(file.hex());
    return Sha256.of(ByteBuffer.allocate(SEED.length + raw.length).put(SEED).put(raw).array());
  }

  /** Tells the others. */
  void put(KnownFile file, PieceHashes list) {
    switch (PieceHashes.tier(file.size())) {
      case NONE -> {}
      case BESIDE -> put(file, HASHES, list.bytes());
      case OWN_KEY -> put(file, FIXED, table.putFixed(list.bytes()).raw());
      case FROM_PEERS -> put(file, KEY, HexFormat.of().parseHex(list.key().hex()));
    }
  }

  private void put(KnownFile file, byte kind, byte[] value) {
    table.put(
        seed(file.sha256()), ByteBuffer.allocate(1 + value.length).put(kind).put(value).array());
  }

  /** What somebody told of a file; never fails. */
  CompletableFuture<Told> get(KnownFile file) {
    if (PieceHashes.tier(file.size()) == Tier.NONE) {
      return CompletableFuture.completedFuture(Told.NOTHING);
    }
    return table
        .get(seed(file.sha256()))
        .thenCompose(item ->
            item.map(bytes -> read(bytes, file))
                .orElse(CompletableFuture.completedFuture(Told.NOTHING)));
  }

  private CompletableFuture<Told> read(byte[] item, KnownFile file) {
    byte[] value = Arrays.copyOfRange(item, 1, Math.max(1, item.length));
    if (item[0] == FIXED && value.length == FixedItem.BYTES) {
      return table
          .getFixed(FixedItem.ofRaw(value))
          .thenApply(list -> list.map(hashes -> Told.list(hashes, file)).orElse(Told.NOTHING));
    }
    Told told = Told.NOTHING;
    if (item[0] == HASHES) {
      told = Told.list(value, file);
    } else if (item[0] == KEY && value.length == KEY_BYTES) {
      told = new Told(Optional.empty(), Optional.of(Sha256.ofRaw(value)));
    }
    return CompletableFuture.completedFuture(told);
  }
}
