package org.edos.core.dependency;

import java.util.Arrays;

/** A growing list of numbers. Used by one thread. */
final class Numbers {
  static final int[] NONE = new int[0];

  private int[] values = NONE;
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(2, 2 * size));
    }
    values[size++] = value;
  }

  void addAll(int[] more) {
    for (int value : more) {
      add(value);
    }
  }

  int get(int place) {
    return values[place];
  }

  int size() {
    return size;
  }

  /** Forgets all from a place on. */
  void cut(int place) {
    size = place;
  }

  boolean contains(int value) {
    for (int i = 0; i < size; i++) {
      if (values[i] == value) {
        return true;
      }
    }
    return false;
  }

  int[] toArray() {
    return size == 0 ? NONE : Arrays.copyOf(values, size);
  }
}
