package org.edos.role.locate;

import java.net.URI;
import java.util.Map;

/**
 * Whom a daemon knows, and who can find it.
 *
 * @param near the daemons of the local network that were found or given, and whether each shares
 *     something
 * @param wide whether it takes part in the hash table
 * @param nodes how many nodes of the hash table it knows; 0 while it is alone
 * @param announced how many contents others can find here through the hash table
 */
public record Acquaintance(Map<URI, Boolean> near, boolean wide, int nodes, int announced) {
  /** Copies the map. */
  public Acquaintance {
    near = Map.copyOf(near);
  }
}
