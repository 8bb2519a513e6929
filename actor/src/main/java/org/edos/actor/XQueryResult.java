package org.edos.actor;

import java.util.List;

/**
 * What an XQuery gave.
 *
 * @param documents how many it looked at
 * @param items of its result: nodes as XML, everything else as text
 */
public record XQueryResult(int documents, List<String> items) {
  /** Copies the list. */
  public XQueryResult {
    items = List.copyOf(items);
  }
}
