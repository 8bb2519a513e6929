package org.edos.role.follow;

import org.edos.core.gateway.OriginAddress;

/** Follows repositories. Safe for use by many threads. */
public final class Following implements AutoCloseable {
  /** What an address stands for. A root is looked at anew at its origin. */
  public Meaning resolve(OriginAddress address) {
    return new Meaning.Unlisted();
  }

  @Override
  public void close() {
    // Nothing runs yet.
  }
}
