package org.edos.physical.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/** Tells whether bytes are those that a hash names, while they pass. */
public final class Verification {
  private static final int BUFFER_BYTES = 128 * 1024;

  private Verification() {}

  /**
   * Copies a stream to its end and checks it. What the sink has got is worthless when this throws.
   *
   * @param size the number of bytes there must be; reading stops at the first one more
   * @throws IOException if the sink fails
   * @throws EdosException refused if the bytes are not those named; external if the source fails
   */
  public static void copy(Sha256 id, long size, InputStream source, OutputStream sink)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[(int) Math.clamp(size + 1, 1, BUFFER_BYTES)];
    long seen = 0;
    for (int n = read(source, buffer, id); n >= 0; n = read(source, buffer, id)) {
      seen += n;
      if (seen > size) {
        throw EdosException.refused(
            "more than the %,d bytes of %s came; fetch it from another peer".formatted(size, id));
      }
      digest.update(buffer, 0, n);
      sink.write(buffer, 0, n);
    }
    if (seen < size) {
      throw EdosException.refused(
          "only %,d of the %,d bytes of %s came; fetch it again".formatted(seen, size, id));
    }
    Sha256 found = Sha256.of(digest);
    if (!found.equals(id)) {
      throw EdosException.refused(
          "the bytes are not those of " + id + " but of " + found + "; fetch it from another peer");
    }
  }

  private static int read(InputStream source, byte[] buffer, Sha256 id) {
    try {
      return source.read(buffer);
    } catch (IOException e) {
      throw EdosException.external(
          "the source of " + id + " failed: " + e.getMessage() + "; fetch it again", e);
    }
  }
}
