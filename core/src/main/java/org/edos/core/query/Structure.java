package org.edos.core.query;

/**
 * What posting lists cannot tell about a document: conditions on how its nodes lie to one another,
 * decided on the document itself. Immutable.
 */
public final class Structure {
  private final String text;

  Structure(String text) {
    this.text = text;
  }

  /** The whole pattern as it is written. */
  @Override
  public String toString() {
    return text;
  }
}
