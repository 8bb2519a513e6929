package org.edos.physical.peer;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * A peer's answer as it arrives.
 *
 * @param status 200 to 399
 * @param length of the body where the peer says it, in bytes
 * @param body its reads fail when the peer stalls; closing it gives the connection up
 */
public record PeerStream(int status, OptionalLong length, InputStream body)
    implements AutoCloseable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
