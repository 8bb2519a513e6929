package org.edos.core.unit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Verified bytes in the store. Immutable and safe for use by many threads. */
public interface Content {
  /** The hash of the bytes. */
  Sha256 id();

  /** How many bytes there are. */
  long size();

  /** The bytes from an offset on (0 to {@link #size()}); the caller closes the stream. */
  InputStream open(long offset) throws IOException;

  /** The file that holds the bytes, where the store keeps files. Never written to. */
  Optional<Path> file();
}
