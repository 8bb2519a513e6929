package org.edos.physical.xquery;

import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;

/** Evaluates XQuery 3.1. Safe for use by many threads. */
@FunctionalInterface
public interface QueryEngine {
  /**
   * Evaluates a program over documents, which are its {@code $documents}, a sequence of document
   * nodes.
   *
   * @return the items of the result, serialised one by one: nodes as XML, everything else as text
   * @throws EdosException usage if the program is wrong, or asks for what it may not have;
   *     exhausted if it takes too long or gives too much
   */
  List<String> evaluate(String program, List<Document> documents);
}
