package org.edos.core.gateway;

/** How a peer failed to give what it was asked for. */
public enum Failing {
  /** It cannot be reached, or does not answer in time. */
  AWAY,
  /** It does not have the file, although it was said to. */
  LACKING,
  /** It gives too little too late. */
  SLOW,
  /** What it gave is wrong; it was fetching the file itself, and could not know. */
  PASSED_ON,
  /** What it gave are not the bytes that it was asked for. */
  LYING
}
