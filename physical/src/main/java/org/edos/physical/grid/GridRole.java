package org.edos.physical.grid;

/** What a node is to its grid. */
public enum GridRole {
  /** Writes releases and channels, holds everything, admits members; one in each grid. */
  PUBLISHER,
  /** Holds copies and answers; writes nothing but where contents are. */
  MIRROR
}
