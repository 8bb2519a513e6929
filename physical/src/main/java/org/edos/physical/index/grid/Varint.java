package org.edos.physical.index.grid;

import java.nio.ByteBuffer;

/**
 * Whole numbers from 0 in one to five bytes, seven bits in each, the lowest first; {@link ByteSink}
 * writes them.
 */
final class Varint {
  private Varint() {}

  static int read(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
