package org.edos.core.gateway;

import java.io.InputStream;
import java.util.Optional;

/**
 * What is here already of a file on its way, for other daemons. Never waits. Safe for use by many
 * threads.
 */
public interface PartialContent {
  /** Bytes of the whole file. */
  long size();

  /** The pieces that are here and may be given. */
  PieceSet present();

  /**
   * The bytes from an offset on.
   *
   * @param length how many are wanted; the stream may have more
   * @return a stream for the caller to close, whose reads fail when the bytes turn out to be
   *     worthless; empty where not all of them are here
   */
  Optional<InputStream> open(long from, long length);
}
