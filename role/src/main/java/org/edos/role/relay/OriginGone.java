package org.edos.role.relay;

import java.util.Optional;

/** No origin gives any more of a file. */
final class OriginGone extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Optional<OriginRefusal> refusal;

  /**
   * The end of what can be tried.
   *
   * @param refusal an origin's own answer, where there was one
   */
  OriginGone(String message, Optional<OriginRefusal> refusal) {
    super(message);
    this.refusal = refusal;
  }

  Optional<OriginRefusal> refusal() {
    return refusal;
  }
}
