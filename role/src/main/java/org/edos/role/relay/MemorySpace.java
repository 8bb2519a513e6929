package org.edos.role.relay;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Small files in memory. */
final class MemorySpace implements Space {
  private final byte[] bytes;

  MemorySpace(int size) {
    bytes = new byte[size];
  }

  @Override
  public void prepare() {
    // There is nothing to wait for.
  }

  @Override
  public void write(long at, byte[] from, int offset, int length) {
    System.arraycopy(from, offset, bytes, Math.toIntExact(at), length);
  }

  /** Sees what is written later as well. */
  @Override
  public InputStream open(long from) {
    int offset = Math.toIntExact(from);
    return new ByteArrayInputStream(bytes, offset, bytes.length - offset);
  }

  @Override
  public void close() {
    // The bytes stay for those who read them.
  }
}
