package org.edos.physical.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.edos.core.OneByte;

/**
 * Gives so many bytes of another stream and then ends; fails if that one ends before. The other
 * stream's own end is not waited for.
 */
final class ExactBytes extends FilterInputStream {
  private long left;

  ExactBytes(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = super.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new IOException("the bytes ended " + left + " early");
    }
    left -= count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return Math.max(0, read(new byte[(int) Math.min(Math.max(0, count), 1 << 16)]));
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
