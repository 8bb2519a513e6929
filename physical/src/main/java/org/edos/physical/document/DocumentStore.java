package org.edos.physical.document;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * Small documents by key, for one daemon. A put that has returned survives the death of the
 * process. Safe for use by many threads.
 */
public interface DocumentStore extends AutoCloseable {
  /** Largest document, in bytes. */
  int MAX_BYTES = 256 * 1024 * 1024;

  /**
   * Stores a document in the place of any earlier one.
   *
   * @param key words separated by {@code /}, such as {@code release/bookworm@12.1}; 1 to 1,024
   *     visible ASCII characters
   * @throws EdosException usage if the key is malformed; exhausted if the document is larger than
   *     {@link #MAX_BYTES} or the disk is full
   */
  void put(String key, byte[] document);

  /** The document, if there is one. */
  Optional<byte[]> get(String key);

  /** Removes it; says whether it was there. */
  boolean remove(String key);

  /** The keys that begin so, in order. */
  List<String> keys(String prefix);

  @Override
  void close();
}
