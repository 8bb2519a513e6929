package org.edos.core.gateway;

import java.util.Base64;
import java.util.BitSet;
import org.edos.core.EdosException;

/** Some pieces of a file, as one daemon tells another which it has by now. Immutable. */
public final class PieceSet {
  /** The HTTP header in which {@link #text} stands, of answers about a content on its way. */
  public static final String HEADER = "Edos-Present";

  /** Most pieces of a file of which some are told: those of 12 GB. */
  public static final int MOST_PIECES = 24_576;

  /** No piece. */
  public static final PieceSet NONE = new PieceSet(new BitSet());

  private static final int MOST_CHARACTERS = MOST_PIECES / 6;

  private final BitSet pieces;

  private PieceSet(BitSet pieces) {
    this.pieces = pieces;
  }

  /** Those whose bits are set; copied. */
  public static PieceSet of(BitSet pieces) {
    return new PieceSet((BitSet) pieces.clone());
  }

  /**
   * Reads what {@link #text} gave.
   *
   * @param size of the file, in bytes
   * @throws EdosException refused if it names pieces that such a file has not, or is none of these
   */
  public static PieceSet read(String text, long size) {
    if (text.length() > MOST_CHARACTERS) {
      throw EdosException.refused("a set of pieces of " + text.length() + " characters");
    }
    try {
      BitSet pieces = BitSet.valueOf(Base64.getDecoder().decode(text));
      if (pieces.length() > PieceHashes.count(size)) {
        throw EdosException.refused("a set names more pieces than the file has");
      }
      return new PieceSet(pieces);
    } catch (IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.REFUSED, "what should be a set of pieces is not base64", e);
    }
  }

  /** Whether a piece is among them. */
  public boolean has(int piece) {
    return pieces.get(piece);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /**
   * Base64 of a bit for each piece, the first piece's the lowest of the first byte; never empty.
   */
  public String text() {
    byte[] bytes = pieces.toByteArray();
    return Base64.getEncoder().encodeToString(bytes.length == 0 ? new byte[1] : bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceSet set && pieces.equals(set.pieces);
  }

  @Override
  public int hashCode() {
    return pieces.hashCode();
  }

  @Override
  public String toString() {
    return pieces.toString();
  }
}
