package org.edos.core.query;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.metadata.Document;

/** Which nodes of a matching document are the answer. Immutable. */
public final class AnswerPath {
  /** The document itself. */
  public static final AnswerPath DOCUMENT = new AnswerPath(Optional.empty(), true);

  private final Optional<XPath.Path> path;
  private final boolean document;

  private AnswerPath(Optional<XPath.Path> path, boolean document) {
    this.path = path;
    this.document = document;
  }

  /** Where a path leads; the document itself if it leads to the root element alone. */
  static AnswerPath of(XPath.Path path) {
    Set<Place> places = XPathCompiler.places(path);
    boolean root = !places.isEmpty() && places.stream().allMatch(p -> p.kind() == Place.Kind.ROOT);
    return new AnswerPath(Optional.of(path), root);
  }

  /** The documents that have nodes where a path leads, and not the nodes. */
  static AnswerPath documents(XPath.Path path) {
    return new AnswerPath(Optional.of(path), true);
  }

  /** Whether the document itself is the answer, so that an answer has no nodes. */
  public boolean isDocument() {
    return document;
  }

  /** The path as it was written, if the pattern was written as one. */
  Optional<XPath.Path> path() {
    return path;
  }

  /** The text of the nodes, in document order. */
  List<String> nodes(Document found) {
    if (document || path.isEmpty()) {
      return List.of();
    }
    boolean rpm = DocumentFields.of(found).isRpm();
    return new XPathEvaluation(DocumentTree.of(found), rpm)
        .nodes(path.get()).stream().map(NodeText::of).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnswerPath that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** The path, or nothing for the document of a condition. */
  @Override
  public String toString() {
    return path.map(XPath.Path::toString).orElse("");
  }
}
