package org.edos.bench.channels;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** What a subscriber says and hears, on one connection. Used by one thread. */
interface Wire {
  /** What it says first. */
  ByteBuffer opening();

  /**
   * Reads what has come.
   *
   * @param bytes are used up
   * @param answer takes what is to be said to that
   */
  void read(ByteBuffer bytes, Consumer<ByteBuffer> answer);

  /** Whether what it said first has been answered. */
  boolean isReady();

  /** How many events it has heard of. */
  int events();
}
