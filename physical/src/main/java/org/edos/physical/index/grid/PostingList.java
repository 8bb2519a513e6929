package org.edos.physical.index.grid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.roaringbitmap.RoaringBitmap;

/**
 * The documents of one term while a segment is built, and the written form: few as differences,
 * more as a bitmap.
 */
final class PostingList {
  private static final int FEW = 16;

  private int[] documents = new int[2];
  private int size;

  /** Adds a document, which is at least as large as those before. */
  void add(int document) {
    if (size > 0 && documents[size - 1] == document) {
      return;
    }
    if (size == documents.length) {
      documents = Arrays.copyOf(documents, size * 2);
    }
    documents[size++] = document;
  }

  /** Appends the written form, with each document under its new number. */
  void write(int[] numbers, ByteArrayOutputStream out) {
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = numbers[documents[i]];
    }
    Arrays.sort(sorted);
    Varint.write(out, size);
    if (size <= FEW) {
      int last = 0;
      for (int number : sorted) {
        Varint.write(out, number - last);
        last = number;
      }
      return;
    }
    RoaringBitmap bitmap = RoaringBitmap.bitmapOf(sorted);
    bitmap.runOptimize();
    byte[] bytes = bytes(bitmap);
    Varint.write(out, bytes.length);
    out.writeBytes(bytes);
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
