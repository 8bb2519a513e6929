package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.edos.core.OneByte;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Sha256;

/**
 * A file straight from its origin for one reader, kept nowhere. Its last bytes are held back until
 * all of it is verified. Read by one thread.
 */
final class DirectStream extends InputStream {
  private static final int CHUNK_BYTES = 64 << 10;

  private final KnownFile file;
  private final OriginReader reader;
  private final Runnable atEnd;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final byte[] held = new byte[ArrivingFile.HELD_BACK + 2 * CHUNK_BYTES];
  private int first;
  private int last;
  private long came;
  private boolean verified;

  /**
   * Reads nothing yet.
   *
   * @param atEnd runs once when all of it was given
   */
  DirectStream(KnownFile file, OriginReader reader, Runnable atEnd) {
    this.file = file;
    this.reader = reader;
    this.atEnd = atEnd;
  }

  /**
   * Fetches some bytes, so that it is known whether there are any.
   *
   * @throws OriginGone if there are none
   */
  void fetch() throws OriginGone {
    int count = reader.read(chunk);
    digest.update(chunk, 0, count);
    came += count;
    if (last + count > held.length) {
      System.arraycopy(held, first, held, 0, last - first);
      last -= first;
      first = 0;
    }
    System.arraycopy(chunk, 0, held, last, count);
    last += count;
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int giveable = giveable();
    try {
      while (giveable <= 0 && came < file.size()) {
        fetch();
        giveable = giveable();
      }
    } catch (OriginGone e) {
      throw new IOException("the origin breaks off: " + e.getMessage(), e);
    }
    if (giveable == 0) {
      return -1;
    }
    int count = Math.min(length, giveable);
    System.arraycopy(held, first, into, offset, count);
    first += count;
    if (verified && first == last) {
      atEnd.run();
    }
    return count;
  }

  private int giveable() throws IOException {
    if (came == file.size() && !verified) {
      if (!Sha256.of(digest).equals(file.sha256())) {
        throw new IOException("the origin gives other bytes than its index promises");
      }
      verified = true;
    }
    return verified ? last - first : last - first - ArrivingFile.HELD_BACK;
  }

  @Override
  public void close() {
    if (came == file.size()) {
      reader.finish();
    } else {
      reader.close();
    }
  }
}
