package org.edos.app.rest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, whatever engine carries them. The answer's head goes out with the
 * first bytes of its body. For one thread.
 */
public interface Exchange {
  /** The request's method, in capitals. */
  String method();

  /** A header of the request; several of one name are one, separated by commas. */
  @Nullable String header(String name);

  /** Sets a header of the answer. */
  void set(String name, String value);

  /**
   * Says what the answer will be; nothing is sent yet.
   *
   * @param length of its body in bytes
   */
  void begin(int status, String type, long length);

  /** Says that the answer is its head alone: 304. */
  void unmodified();

  /** Sends the head of the answer now, since its body will take a while. */
  void flush() throws IOException;

  /** Memory that the system sends from, of this size at least, good until the exchange is over. */
  ByteBuffer buffer(int size);

  /**
   * Sends bytes of the body, from the buffer's position to its limit. They are the caller's again
   * when this returns.
   *
   * @param last whether they are its last ones
   * @throws IOException if the asker has gone
   */
  void write(ByteBuffer bytes, boolean last) throws IOException;

  /** Memory to read bytes of a body into: such as needs the fewest copies. */
  default ByteBuffer bufferFor(InputStream in, int size) {
    return in instanceof ReadableByteChannel ? buffer(size) : ByteBuffer.allocate(size);
  }

  /**
   * Reads some bytes to be sent.
   *
   * @param buffer of {@link #bufferFor} the stream; holds the bytes afterwards
   * @param most how many at most
   * @return whether there were any
   */
  static boolean fill(ByteBuffer buffer, InputStream in, int most) throws IOException {
    buffer.clear().limit(most);
    int count;
    if (in instanceof ReadableByteChannel channel) {
      count = channel.read(buffer);
    } else {
      count = in.read(buffer.array(), 0, most);
      buffer.position(Math.max(0, count));
    }
    buffer.flip();
    return count > 0;
  }
}
