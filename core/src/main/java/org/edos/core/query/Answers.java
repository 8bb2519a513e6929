package org.edos.core.query;

import java.util.List;
import org.edos.core.metadata.Document;

/**
 * A page of a query's answers.
 *
 * @param total how many units match in all
 * @param documents those of this page, best first
 */
public record Answers(long total, List<Document> documents) {
  /** Copies the list. */
  public Answers {
    documents = List.copyOf(documents);
  }
}
