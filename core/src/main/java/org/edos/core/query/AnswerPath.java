package org.edos.core.query;

import java.util.Optional;

/** Which nodes of a matching document are the answer. Immutable. */
public final class AnswerPath {
  /** The document itself. */
  public static final AnswerPath DOCUMENT = new AnswerPath(Optional.empty());

  private final Optional<Structure> path;

  private AnswerPath(Optional<Structure> path) {
    this.path = path;
  }

  /** Whether the document itself is the answer, so that an answer has no nodes. */
  public boolean isDocument() {
    return path.isEmpty();
  }
}
