package org.edos.physical.trust;

import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.SignedComposition;

/** Decides whether a composition from outside may be used. Safe for use by many threads. */
@FunctionalInterface
public interface ReleaseTrust {
  /**
   * Checks the signature, whose key it is, and that the release is not older than one of its name
   * already accepted.
   *
   * @return what was signed
   * @throws EdosException (refused) saying which of these does not hold
   */
  Composition accept(SignedComposition signed);
}
