package org.edos.core.query;

import java.util.List;
import org.edos.core.metadata.Document;

/**
 * A document that matches.
 *
 * @param document the whole of it
 * @param nodes the text of the pattern's return nodes in it, in document order; empty when the
 *     document itself is what was asked for
 */
public record Answer(Document document, List<String> nodes) {
  /** Copies the list. */
  public Answer {
    nodes = List.copyOf(nodes);
  }
}
