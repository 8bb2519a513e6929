package org.edos.core.query;

/** By what answers are put in order. What is equal by it is in {@link AnswerOrder}. */
public enum Sort {
  /** Units whose name has the words looked for before those whose text has them. */
  RELEVANCE,
  /** By name, in the order of its characters. */
  NAME,
  /** The oldest version first; Debian's units and rpm's apart, each in their format's order. */
  VERSION,
  /** By size in bytes; units that have none come first. */
  SIZE
}
