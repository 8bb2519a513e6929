package org.edos.physical.content.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import org.edos.core.OneByte;

/**
 * A file's bytes as a stream that can be read like a channel as well: into memory that the system
 * sends from, without a copy in between. Read by one thread.
 */
final class FileBytes extends InputStream implements ReadableByteChannel {
  private final FileChannel file;

  /** Reads from where the channel is; closes it with itself. */
  FileBytes(FileChannel file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    return OneByte.of(this);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return file.read(ByteBuffer.wrap(into, offset, length));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return file.read(into);
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.clamp(count, 0, Math.max(0, file.size() - file.position()));
    file.position(file.position() + skipped);
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.clamp(file.size() - file.position(), 0, Integer.MAX_VALUE);
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
