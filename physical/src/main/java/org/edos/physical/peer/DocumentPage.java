package org.edos.physical.peer;

import java.util.List;

/**
 * A page of a query's answers as it travels in JSON.
 *
 * @param total how many units match in all
 * @param documents those of this page, best first
 */
public record DocumentPage(long total, List<WrittenDocument> documents) {
  /** Copies the list. */
  public DocumentPage {
    documents = List.copyOf(documents);
  }
}
