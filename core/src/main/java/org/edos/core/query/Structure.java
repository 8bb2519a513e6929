package org.edos.core.query;

import org.edos.core.metadata.Document;

/**
 * What posting lists cannot tell about a document: conditions on how its nodes lie to one another,
 * decided on the document itself. Immutable.
 */
public final class Structure {
  private final XPath.Path path;

  Structure(XPath.Path path) {
    this.path = path;
  }

  /**
   * Whether a document satisfies it.
   *
   * @throws org.edos.core.EdosException (external) if the document is malformed; (refused) if it is
   *     beyond all bounds or takes too long
   */
  public boolean holds(Document document) {
    return holds(document, DocumentFields.of(document));
  }

  boolean holds(Document document, DocumentFields fields) {
    return !new XPathEvaluation(DocumentTree.of(document), fields.isRpm()).nodes(path).isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Structure that && path.toString().equals(that.path.toString());
  }

  @Override
  public int hashCode() {
    return path.toString().hashCode();
  }

  /** The whole pattern as it is written. */
  @Override
  public String toString() {
    return path.toString();
  }
}
