package org.edos.role.relay;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.edos.core.OneByte;
import org.jspecify.annotations.Nullable;

/** A reader of a file that arrives. Read by one thread. */
final class ArrivingStream extends InputStream {
  private static final long WAIT_NANOS = 1_000_000_000;

  private final Fetch fetch;
  private final ArrivingFile arriving;
  private long position;
  private int epoch = -1;
  private @Nullable InputStream bytes;
  private boolean direct;

  ArrivingStream(Fetch fetch, ArrivingFile arriving, long position) {
    this.fetch = fetch;
    this.arriving = arriving;
    this.position = position;
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    long size = arriving.file().size();
    if (length == 0 || position == size) {
      return length == 0 ? 0 : -1;
    }
    long limit = direct ? size : limit();
    InputStream from = bytes == null ? opened() : bytes;
    bytes = from;
    int count = from.read(into, offset, (int) Math.min(length, limit - position));
    if (count < 0) {
      throw new EOFException("the file that arrives was cut short by another program");
    }
    position += count;
    return count;
  }

  /** Up to where bytes may be given; goes over to the origin where nothing is gathered any more. */
  private long limit() throws IOException {
    while (true) {
      int now = arriving.epoch();
      if (epoch >= 0 && epoch != now) {
        throw new IOException("the origin gave wrong bytes; ask again");
      }
      long limit = awaited();
      if (limit > position && arriving.epoch() == now) {
        epoch = now;
        return limit;
      }
      switch (arriving.phase()) {
        case FAILED -> throw new IOException(fetch.problem());
        case PASSING -> {
          InputStream old = bytes;
          bytes = fetch.direct(position);
          direct = true;
          if (old != null) {
            old.close();
          }
          return arriving.file().size();
        }
        default -> {
          // Bytes may still come.
        }
      }
    }
  }

  private long awaited() throws IOException {
    try {
      return arriving.awaitBeyond(position, epoch, WAIT_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The staged file, or, where it has become a content meanwhile, that. */
  private InputStream opened() throws IOException {
    try {
      return arriving.space().open(position);
    } catch (FileNotFoundException e) {
      return fetch.whole().open(position);
    }
  }

  @Override
  public void close() throws IOException {
    position = arriving.file().size();
    if (bytes != null) {
      bytes.close();
    }
  }
}
