package org.edos.core.swarm;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The bytes of a set of positions in a list of peers: a plan of ten thousand peers has millions of
 * memberships. After a byte that says which: one bit for each position, the lowest in the lowest
 * bit of the first byte; or the distance of each position from the one before, in as many bytes as
 * have the highest bit set and one that has not, the lowest seven bits first. The shorter of the
 * two.
 */
final class MemberList {
  private static final byte BITS = 0;
  private static final byte DISTANCES = 1;
  private static final int SEVEN = 0x7f;
  private static final int MORE = 0x80;

  private MemberList() {}

  static byte[] write(BitSet positions) {
    ByteArrayOutputStream distances = new ByteArrayOutputStream();
    distances.write(DISTANCES);
    int before = -1;
    for (int position = positions.nextSetBit(0);
        position >= 0;
        position = positions.nextSetBit(position + 1)) {
      int distance = position - before - 1;
      for (; distance > SEVEN; distance >>>= 7) {
        distances.write(distance | MORE);
      }
      distances.write(distance);
      before = position;
    }
    byte[] bits = positions.toByteArray();
    if (distances.size() <= bits.length) {
      return distances.toByteArray();
    }
    byte[] marked = new byte[bits.length + 1];
    marked[0] = BITS;
    System.arraycopy(bits, 0, marked, 1, bits.length);
    return marked;
  }

  /**
   * Reads positions below so many.
   *
   * @throws IllegalArgumentException if the bytes say anything else
   */
  static BitSet read(byte[] bytes, int end) {
    if (bytes.length == 0 || bytes[0] < BITS || bytes[0] > DISTANCES) {
      throw new IllegalArgumentException("members are of no known form");
    }
    BitSet positions =
        bytes[0] == BITS
            ? BitSet.valueOf(Arrays.copyOfRange(bytes, 1, bytes.length))
            : distances(bytes, end);
    if (positions.length() > end) {
      throw new IllegalArgumentException("a member is none of the peers");
    }
    return positions;
  }

  private static BitSet distances(byte[] bytes, int end) {
    BitSet positions = new BitSet(end);
    long position = -1;
    int at = 1;
    while (at < bytes.length) {
      long distance = 0;
      int shift = 0;
      while ((bytes[at] & MORE) != 0 && shift < Integer.SIZE) {
        distance |= (long) (bytes[at++] & SEVEN) << shift;
        shift += 7;
      }
      distance |= (long) (bytes[at++] & SEVEN) << shift;
      position += distance + 1;
      if (position >= end) {
        throw new IllegalArgumentException("a member is none of the peers");
      }
      positions.set((int) position);
    }
    return positions;
  }
}
