package org.edos.physical.torrent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.edos.core.EdosException;

/**
 * The name of an immutable item of a hash table (BEP 44): the SHA-1 of its bencoding.
 *
 * @param hex 40 lower-case hexadecimal digits
 */
public record FixedItem(String hex) {
  /** Bytes of a name. */
  public static final int BYTES = 20;

  /** Refuses what is no name. */
  public FixedItem {
    if (!hex.matches("[0-9a-f]{40}")) {
      throw EdosException.usage("the name of an item has 40 hexadecimal digits");
    }
  }

  /**
   * The name of this item.
   *
   * @throws EdosException usage if it is empty or longer than {@link HashTable#MOST_ITEM_BYTES}
   */
  public static FixedItem of(byte[] item) {
    checked(item);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update((item.length + ":").getBytes(StandardCharsets.US_ASCII));
      return new FixedItem(HexFormat.of().formatHex(digest.digest(item)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /**
   * The item, if it is one.
   *
   * @throws EdosException usage if it is empty or longer than {@link HashTable#MOST_ITEM_BYTES}
   */
  public static byte[] checked(byte[] item) {
    if (item.length == 0 || item.length > HashTable.MOST_ITEM_BYTES) {
      throw EdosException.usage(
          "an item of the hash table has 1 to "
              + HashTable.MOST_ITEM_BYTES
              + " bytes, not "
              + item.length);
    }
    return item;
  }

  /** A name from its 20 raw bytes. */
  public static FixedItem ofRaw(byte[] raw) {
    return new FixedItem(HexFormat.of().formatHex(raw));
  }

  /** The 20 raw bytes. */
  public byte[] raw() {
    return HexFormat.of().parseHex(hex);
  }
}
