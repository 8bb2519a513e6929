package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import org.edos.core.EdosException;

/**
 * Where the bytes of a file on its way lie, each at its place. Its owner lets one thread write at a
 * time; what was written may be read by any number meanwhile.
 */
interface Space {
  /**
   * Waits until bytes can be written, where others wait for whoever writes.
   *
   * @throws EdosException exhausted if there is no room
   */
  void prepare();

  /** Writes bytes at an offset. */
  void write(long at, byte[] bytes, int offset, int length) throws IOException;

  /**
   * The bytes from an offset on; those not written yet are worthless. The caller closes the stream.
   */
  InputStream open(long from) throws IOException;

  /** Nothing is written any more; a file goes, unless it became a content. */
  void close();
}
