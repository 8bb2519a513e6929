package org.edos.physical.grid;

/**
 * On which nodes a cache's entries lie, and who writes them. A cache is always opened with the same
 * placement.
 */
public enum Placement {
  /** Spread over the nodes by key, in as many copies as configured; the publisher alone writes. */
  PARTITIONED,
  /** Whole on every node, so that every node answers from its own; the publisher alone writes. */
  EVERYWHERE,
  /** Whole on every node, and every node writes: what may be lost or stale, such as locations. */
  SHARED;

  /** Whether every member may write, and not the publisher alone. */
  boolean everyMemberWrites() {
    return this == SHARED;
  }
}
