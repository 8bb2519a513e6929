package org.edos.physical.index.grid;

import java.util.Arrays;

/** Bytes that are written one after another. Used by one thread. */
final class ByteSink {
  private byte[] bytes;
  private int size;

  ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void reset() {
    size = 0;
  }

  /** The bytes written lie at its beginning; for reading, until more is written. */
  byte[] bytes() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void write(byte[] source) {
    write(source, 0, source.length);
  }

  void write(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** A whole number from 0 in one to five bytes, as {@link Varint} reads it. */
  void writeVarint(int value) {
    reserve(5);
    int rest = value;
    while (rest > 0x7f) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void reserve(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
    }
  }
}
