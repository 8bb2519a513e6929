package org.edos.physical.torrent;

import org.edos.core.EdosException;

/**
 * The hashes of one content's pieces. Every content begins a piece of its own, so they are the same
 * in every torrent of this piece length that the content is in.
 *
 * @param hashes the SHA-1 of each piece, 20 bytes each, the last piece filled up with padding;
 *     treated as immutable
 * @param bareLast the SHA-1 of the last piece without padding, which is how it is hashed where the
 *     content is the last of its torrent; treated as immutable
 */
public record ContentPieces(byte[] hashes, byte[] bareLast) {
  /** Bytes of one hash. */
  public static final int HASH_BYTES = 20;

  /** Refuses what are no hashes. */
  public ContentPieces {
    if (hashes.length == 0 || hashes.length % HASH_BYTES != 0 || bareLast.length != HASH_BYTES) {
      throw EdosException.usage("a content of a torrent has at least one piece, of 20 bytes' hash");
    }
  }

  /** How many pieces the content has. */
  public int pieces() {
    return hashes.length / HASH_BYTES;
  }

  /** Writes the hashes as they stand in a torrent. */
  void write(byte[] into, int offset, boolean last) {
    System.arraycopy(hashes, 0, into, offset, hashes.length);
    if (last) {
      System.arraycopy(bareLast, 0, into, offset + hashes.length - HASH_BYTES, HASH_BYTES);
    }
  }
}
