package org.edos.physical.content;

import java.io.InputStream;
import java.net.URI;
import org.edos.core.EdosException;

/**
 * Fetches files of existing repositories, which know nothing of Edos. What it gives is unverified.
 * Implementations bound how many files are fetched at once, try again what may succeed later, and
 * are safe for use by many threads.
 */
@FunctionalInterface
public interface OriginFiles {
  /**
   * Opens a file.
   *
   * @param file its address, http or https
   * @param most bytes; the stream fails after more
   * @return the bytes; the caller closes the stream, whose reads go on where a connection broke and
   *     fail after a time without progress
   * @throws EdosException not found if the server has no such file; external if it cannot be
   *     reached or answers with something else
   */
  InputStream open(URI file, long most);

  /** Has none of them: for peers that are to fetch from peers alone. */
  static OriginFiles none() {
    return (file, most) -> {
      throw EdosException.external("this peer fetches from no origin: " + file);
    };
  }
}
