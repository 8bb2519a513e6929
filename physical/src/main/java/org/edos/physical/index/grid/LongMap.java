package org.edos.physical.index.grid;

import java.util.Arrays;

/**
 * Numbers by well-spread numbers, in little memory: open addressing with linear probing. Written by
 * one thread, and then perhaps read by many.
 */
final class LongMap {
  /** What {@link #get} gives for a key that is not there; never a value. */
  static final long ABSENT = -1;

  private long[] keys = new long[64];
  private long[] values = filled(64);
  private int size;

  private static long[] filled(int length) {
    long[] values = new long[length];
    Arrays.fill(values, ABSENT);
    return values;
  }

  long get(long key) {
    return values[slot(key)];
  }

  /** Adds the key unless it is there, and gives the value that it had before. */
  long putIfAbsent(long key, long value) {
    int slot = slot(key);
    long before = values[slot];
    if (before == ABSENT) {
      keys[slot] = key;
      values[slot] = value;
      if (++size * 2 > keys.length) {
        grow();
      }
    }
    return before;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = Long.hashCode(key) & mask;
    while (values[slot] != ABSENT && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = filled(oldKeys.length * 2);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
