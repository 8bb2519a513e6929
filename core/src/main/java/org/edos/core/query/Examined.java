package org.edos.core.query;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A document whose texts are cut out of it once, however often they are looked at. */
final class Examined {
  private final DocumentFields document;
  private final Map<Column, Set<String>> texts = new HashMap<>();

  Examined(DocumentFields document) {
    this.document = document.withWords();
  }

  DocumentFields document() {
    return document;
  }

  Set<String> texts(Column column) {
    return texts.computeIfAbsent(column, one -> one.of(document));
  }

  /** The number or date that is compared. */
  OptionalLong number(Field field) {
    return document.values(field).isEmpty()
        ? OptionalLong.empty()
        : Interval.valueOf(field, document.values(field).getFirst());
  }
}
