package org.edos.core.deb;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import org.edos.core.unit.Sha256;

/**
 * Hashes and counts the bytes that pass. A failure of the stream itself leaves as {@link
 * UncheckedIOException}, so that whoever decodes the bytes can tell it from a failure to decode.
 * Closing it leaves the stream within open.
 */
final class DigestInput extends FilterInputStream {
  private final MessageDigest digest = Sha256.digest();
  private long count;

  DigestInput(InputStream in) {
    super(in);
  }

  /** Bytes passed so far. */
  long count() {
    return count;
  }

  /** Reads what is left and gives the hash of all. To be called once. */
  Sha256 finish() {
    byte[] waste = new byte[1 << 16];
    while (read(waste, 0, waste.length) >= 0) {
      // only the digest wants these bytes
    }
    return Sha256.of(digest);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      int read = in.read(target, offset, length);
      if (read > 0) {
        digest.update(target, offset, read);
        count += read;
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long skip(long count) {
    byte[] waste = new byte[(int) Math.clamp(count, 0, 1 << 16)];
    return Math.max(0, read(waste, 0, waste.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {}
}
