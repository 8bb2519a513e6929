package org.edos.core.gateway;

import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;

/**
 * What a repository's signed indexes promise of a file before it is fetched.
 *
 * @param sha256 of its bytes
 * @param size in bytes
 */
public record KnownFile(Sha256 sha256, long size) {
  /** Refuses a negative size. */
  public KnownFile {
    if (size < 0) {
      throw EdosException.refused("a file cannot have " + size + " bytes");
    }
  }
}
