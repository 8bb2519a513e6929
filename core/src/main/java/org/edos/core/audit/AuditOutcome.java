package org.edos.core.audit;

/** How an action ended. */
public enum AuditOutcome {
  /** It took effect. */
  DONE,
  /** It did not. */
  FAILED,
  /** The publisher ended on the way, and nothing tells whether it took effect. */
  UNKNOWN
}
