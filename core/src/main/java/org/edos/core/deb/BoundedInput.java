package org.edos.core.deb;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.edos.core.EdosException;

/**
 * A stream that is refused once it has given more bytes than it may. Closing it closes the stream
 * within.
 */
final class BoundedInput extends FilterInputStream {
  private final long limit;
  private final String what;
  private long count;

  /** Allows {@code limit} bytes; {@code what} names the stream in the refusal. */
  BoundedInput(InputStream in, long limit, String what) {
    super(in);
    this.limit = limit;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    count(read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] waste = new byte[(int) Math.clamp(count, 0, 1 << 16)];
    return Math.max(0, read(waste, 0, waste.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int read) {
    count += Math.max(0, read);
    if (count > limit) {
      throw EdosException.refused(
          what + " unpacks to more than " + limit + " bytes, which no honest file needs");
    }
  }
}
