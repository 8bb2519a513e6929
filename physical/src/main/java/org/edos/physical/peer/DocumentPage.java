package org.edos.physical.peer;

import java.util.List;

/**
 * A page of a question's answers as it travels in JSON.
 *
 * @param total how many units match in all
 * @param exact whether they are so many, or at most so many
 * @param documents those of this page, in the order asked for
 * @param next the place to go on from; empty if there are no more
 */
public record DocumentPage(
    long total, boolean exact, List<WrittenDocument> documents, String next) {
  /** Copies the list. */
  public DocumentPage {
    documents = List.copyOf(documents);
  }
}
