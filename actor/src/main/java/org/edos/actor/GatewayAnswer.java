package org.edos.actor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.unit.Sha256;

/** How the gateway answers. */
public sealed interface GatewayAnswer {
  /**
   * A file whose hash is known: in the store, or on its way.
   *
   * @param id of its bytes
   * @param size in bytes
   * @param modified always the same for this file, where there is a time
   * @param root whether it must be asked for anew each time, because it changes
   * @param bytes opens them
   */
  record File(Sha256 id, long size, Optional<Instant> modified, boolean root, Opener bytes)
      implements GatewayAnswer {}

  /**
   * The origin's own answer, to be passed on unchanged.
   *
   * @param status of HTTP
   * @param headers by name in small letters
   * @param body to be closed
   */
  record Passed(int status, Map<String, List<String>> headers, InputStream body)
      implements GatewayAnswer {}

  /** Opens a file's bytes. */
  interface Opener {
    /**
     * The bytes from an offset on; reads wait for bytes that are on their way, and fail where they
     * do not come. The caller closes the stream.
     */
    InputStream open(long offset) throws IOException;
  }
}
