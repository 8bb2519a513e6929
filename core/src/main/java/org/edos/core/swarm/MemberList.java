package org.edos.core.swarm;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The bytes of a set of positions in a list of peers, of which a plan of ten thousand peers has
 * tens of thousands: a byte that says which {@link Positions.Form} is the shorter, then that form,
 * not deflated, since each is short.
 */
final class MemberList {
  private static final byte BITS = 0;
  private static final byte GAPS = 1;

  private MemberList() {}

  static byte[] write(BitSet positions) {
    byte[] bits = positions.toByteArray();
    byte[] gaps = Positions.gaps(positions);
    return gaps.length <= bits.length ? marked(GAPS, gaps) : marked(BITS, bits);
  }

  private static byte[] marked(byte form, byte[] bytes) {
    byte[] marked = new byte[bytes.length + 1];
    marked[0] = form;
    System.arraycopy(bytes, 0, marked, 1, bytes.length);
    return marked;
  }

  /**
   * Reads positions below so many.
   *
   * @throws IllegalArgumentException if the bytes say anything else
   * @throws org.edos.core.EdosException if the gaps are malformed or beyond all bounds
   */
  static BitSet read(byte[] bytes, int end) {
    if (bytes.length == 0 || bytes[0] < BITS || bytes[0] > GAPS) {
      throw new IllegalArgumentException("members are of no known form");
    }
    byte[] plain = Arrays.copyOfRange(bytes, 1, bytes.length);
    BitSet positions = bytes[0] == BITS ? BitSet.valueOf(plain) : Positions.ofGaps(plain);
    if (positions.length() > end) {
      throw new IllegalArgumentException("a member is none of the peers");
    }
    return positions;
  }
}
