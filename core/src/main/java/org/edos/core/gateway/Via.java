package org.edos.core.gateway;

/** Where bytes come from, the nearest first. */
public enum Via {
  /** This machine's own store. */
  CACHE,
  /** A peer of the local network. */
  LAN,
  /** A peer found in the hash table, anywhere. */
  WIDE,
  /** A mirror or another peer that the indexing network knows. */
  MIRROR,
  /** The repository's own server. */
  ORIGIN
}
