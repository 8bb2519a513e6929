package org.edos.role.query;

/** What a reader sees of a document in which calls stand. */
public enum View {
  /** The static document, byte for byte as it is signed. */
  CALLS,
  /** A copy in which what the calls answered stands behind them. */
  RESULTS
}
