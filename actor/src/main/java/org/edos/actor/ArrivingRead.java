package org.edos.actor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.edos.core.OneByte;
import org.edos.role.relay.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a transfer, which is asked for them when they are read and not before: an answer's
 * head need not wait for it. Tells when they break off. Read by one thread.
 */
final class ArrivingRead extends InputStream {
  private final Transfer transfer;
  private final long offset;
  private final Runnable broke;
  private @Nullable InputStream bytes;

  /**
   * Reads nothing yet.
   *
   * @param broke run when the bytes do not all come
   */
  ArrivingRead(Transfer transfer, long offset, Runnable broke) throws IOException {
    this.transfer = transfer;
    this.offset = offset;
    this.broke = broke;
    if (transfer.await(Duration.ZERO) != Transfer.State.WAITING) {
      bytes = transfer.open(offset);
    }
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    try {
      InputStream opened = bytes;
      if (opened == null) {
        opened = transfer.open(offset);
        bytes = opened;
      }
      return opened.read(into, at, length);
    } catch (IOException e) {
      broke.run();
      throw e;
    }
  }

  @Override
  public int available() throws IOException {
    return bytes == null ? 0 : bytes.available();
  }

  @Override
  public void close() throws IOException {
    if (bytes != null) {
      bytes.close();
    }
  }
}
