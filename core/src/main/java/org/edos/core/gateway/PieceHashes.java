package org.edos.core.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * The hashes of a file's pieces, by which a bad piece and who gave it are known before the file is
 * whole. They come from peers and vouch for nothing: only the SHA-256 of the whole file does. Each
 * is the beginning of the piece's SHA-256. Immutable.
 *
 * <p>How they travel depends on how many there are, after apt-p2p (Dale and Liu, INFOCOM 2009).
 */
public final class PieceHashes {
  /** Bytes of a piece; the last one of a file may be shorter. */
  public static final int PIECE_BYTES = 512 << 10;

  /** Bytes of a piece's hash: 70 of them fit into an item of the hash table. */
  public static final int HASH_BYTES = 14;

  /** How the hashes of a file of so many pieces reach others. */
  public enum Tier {
    /** One piece: the file's own hash is enough. */
    NONE,
    /** Two to four: beside the peers' locations. */
    BESIDE,
    /** Up to 70: under a key of their own, which stands beside the locations. */
    OWN_KEY,
    /** More: asked of peers by that key. */
    FROM_PEERS
  }

  private final byte[] hashes;

  private PieceHashes(byte[] hashes) {
    this.hashes = hashes;
  }

  /** How many pieces a file of this size has; one at least. */
  public static int count(long size) {
    return Math.toIntExact(Math.max(1, (size + PIECE_BYTES - 1) / PIECE_BYTES));
  }

  /** How the hashes of a file of this size travel. */
  public static Tier tier(long size) {
    int count = count(size);
    return count == 1
        ? Tier.NONE
        : count <= 4 ? Tier.BESIDE : count <= 70 ? Tier.OWN_KEY : Tier.FROM_PEERS;
  }

  /**
   * Hashes a file's pieces.
   *
   * @param bytes of the whole file; not closed
   */
  public static PieceHashes of(InputStream bytes, long size) throws IOException {
    int count = count(size);
    byte[] hashes = new byte[count * HASH_BYTES];
    byte[] piece = new byte[(int) Math.min(size, PIECE_BYTES)];
    for (int i = 0; i < count; i++) {
      int length = bytes.readNBytes(piece, 0, length(size, i));
      if (length < length(size, i)) {
        throw new IOException("the file ended before its " + size + " bytes");
      }
      System.arraycopy(hash(piece, 0, length), 0, hashes, i * HASH_BYTES, HASH_BYTES);
    }
    return new PieceHashes(hashes);
  }

  /**
   * Reads what {@link #bytes} gave.
   *
   * @param size of the file
   * @throws EdosException (refused) if it is not of the length that such a file's has
   */
  public static PieceHashes read(byte[] bytes, long size) {
    if (bytes.length != count(size) * HASH_BYTES) {
      throw EdosException.refused(
          "a list of piece hashes has " + bytes.length + " bytes, which is no list of that file");
    }
    return new PieceHashes(bytes.clone());
  }

  /** Bytes of a piece of a file of this size. */
  public static int length(long size, int piece) {
    return (int) Math.min(PIECE_BYTES, size - (long) piece * PIECE_BYTES);
  }

  /** Whether these are the bytes of that piece, as far as the list is right. */
  public boolean matches(int piece, byte[] bytes, int offset, int length) {
    int at = piece * HASH_BYTES;
    return Arrays.equals(hashes, at, at + HASH_BYTES, hash(bytes, offset, length), 0, HASH_BYTES);
  }

  private static byte[] hash(byte[] bytes, int offset, int length) {
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, offset, length);
    return digest.digest();
  }

  /** All hashes, one after the other. */
  public byte[] bytes() {
    return hashes.clone();
  }

  /** The key under which the list itself is found. */
  public Sha256 key() {
    return Sha256.of(hashes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceHashes list && Arrays.equals(hashes, list.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }
}
