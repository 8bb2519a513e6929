package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;

/**
 * What is here already of a file on its way, for other peers. Never waits. Safe for use by many
 * threads.
 */
public final class PartialContent {
  private final ArrivingFile arriving;

  PartialContent(ArrivingFile arriving) {
    this.arriving = arriving;
  }

  /** Bytes of the whole file. */
  public long size() {
    return arriving.file().size();
  }

  /**
   * The end of what is here from an offset on: the offset itself if that byte is not here. Pieces
   * of peers count where their hashes are known to be right.
   */
  public long presentUntil(long from) {
    return arriving.shareableUntil(from);
  }

  /**
   * Bytes that are here.
   *
   * @param length not beyond {@link #presentUntil}
   * @return a stream for the caller to close
   * @throws IOException if they are here no longer
   */
  public InputStream open(long from, long length) throws IOException {
    if (length > presentUntil(from) - from) {
      throw new IOException("these bytes are not here");
    }
    return arriving.space().open(from);
  }
}
