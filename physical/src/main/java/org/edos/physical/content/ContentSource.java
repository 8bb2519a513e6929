package org.edos.physical.content;

import java.io.InputStream;
import java.net.URI;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * Fetches contents from other peers. What it gives is unverified until a {@link ContentStore} has
 * taken it in.
 */
public interface ContentSource {
  /**
   * Opens a content at a peer.
   *
   * @param peer the address of the peer's daemon, {@code http://host:port}
   * @param size expected, in bytes; the stream ends with a failure after more
   * @return the bytes; the caller closes the stream, whose reads fail after a time without progress
   * @throws EdosException not found if the peer does not have it; external if the peer cannot be
   *     reached
   */
  InputStream open(URI peer, Sha256 id, long size);
}
