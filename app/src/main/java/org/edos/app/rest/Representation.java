package org.edos.app.rest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.edos.core.unit.Sha256;

/**
 * A file as HTTP gives it.
 *
 * @param sha256 of its bytes, which is its entity tag
 * @param size in bytes
 * @param modified when it was last modified, where that is known
 * @param type its media type
 * @param caching the Cache-Control header
 * @param bytes opens them
 */
public record Representation(
    Sha256 sha256,
    long size,
    Optional<Instant> modified,
    String type,
    String caching,
    Opener bytes) {
  /** Opens a file's bytes. */
  public interface Opener {
    /** The bytes from an offset on; the caller closes the stream. */
    InputStream open(long offset) throws IOException;
  }

  /** The strong entity tag. */
  String tag() {
    return "\"" + sha256.hex() + "\"";
  }
}
