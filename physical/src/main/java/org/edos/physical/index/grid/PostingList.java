package org.edos.physical.index.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.roaringbitmap.RoaringBitmap;

/** The written form of one term's documents: few as differences, more as a bitmap. */
final class PostingList {
  private static final int FEW = 16;

  private PostingList() {}

  /** Appends numbers that lie in ascending order from one place to another. */
  static void write(int[] numbers, int first, int last, ByteSink out) {
    int size = last - first;
    out.writeVarint(size);
    if (size <= FEW) {
      int before = 0;
      for (int i = first; i < last; i++) {
        out.writeVarint(numbers[i] - before);
        before = numbers[i];
      }
      return;
    }
    RoaringBitmap bitmap = new RoaringBitmap();
    bitmap.addN(numbers, first, size);
    bitmap.runOptimize();
    byte[] bytes = bytes(bitmap);
    out.writeVarint(bytes.length);
    out.write(bytes);
  }

  /** Adds the list at the buffer's position to a bitmap, and moves past it. */
  static void readInto(ByteBuffer in, RoaringBitmap target) {
    int size = Varint.read(in);
    if (size <= FEW) {
      int number = 0;
      for (int i = 0; i < size; i++) {
        number += Varint.read(in);
        target.add(number);
      }
    } else {
      byte[] bytes = new byte[Varint.read(in)];
      in.get(bytes);
      target.or(bitmap(bytes));
    }
  }

  /** Moves the buffer past the list at its position. */
  static void skip(ByteBuffer in) {
    int size = Varint.read(in);
    if (size <= FEW) {
      for (int i = 0; i < size; i++) {
        Varint.read(in);
      }
    } else {
      int length = Varint.read(in);
      in.position(in.position() + length);
    }
  }

  static byte[] bytes(RoaringBitmap bitmap) {
    ByteBuffer buffer = ByteBuffer.allocate(bitmap.serializedSizeInBytes());
    bitmap.serialize(buffer);
    return buffer.array();
  }

  static RoaringBitmap bitmap(byte[] bytes) {
    RoaringBitmap bitmap = new RoaringBitmap();
    try {
      bitmap.deserialize(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bitmap;
  }
}
