package org.edos.core.active;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;

/**
 * One element that a service answered with: plain elements, attributes and text, perhaps with
 * further calls in it. Immutable; equal when the text is.
 */
public final class ServiceResult {
  /** Longest, in characters. */
  public static final int MAX_LENGTH = 1 << 20;

  /** Deepest nesting of elements. */
  public static final int MAX_DEPTH = 12;

  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(4L * MAX_LENGTH, MAX_DEPTH + 1, 50_000, 64 << 10);

  /** What would let a result mean something else where it comes to stand. */
  private static final Pattern FOREIGN = Pattern.compile("<[!?]|\\sxmlns(:[^\\s=]*)?\\s*=");

  private final Piece piece;
  private final String name;

  private ServiceResult(String xml, String name) {
    this.piece = Piece.of(xml);
    this.name = name;
  }

  /**
   * The element that the given code writes.
   *
   * @throws EdosException (refused) if it is beyond the bounds
   */
  public static ServiceResult of(Consumer<XmlWriter> element) {
    return read(Wrapped.element(XmlWriter.bytes(element)));
  }

  /**
   * Checks an element that comes from a stranger.
   *
   * @throws EdosException (external) if it is not one well-formed element; (refused) if it is
   *     beyond the bounds, or has comments, declarations or namespaces of its own
   */
  public static ServiceResult read(String element) {
    if (element.length() > MAX_LENGTH) {
      throw EdosException.refused(
          "a service's result has %,d characters, more than %,d; the service has to answer less"
              .formatted(element.length(), MAX_LENGTH));
    }
    if (FOREIGN.matcher(element).find()) {
      throw EdosException.refused(
          "a service's result has a comment, a declaration or a namespace of its own; it has to"
              + " hold plain elements");
    }
    SafeXml.read(
        "service result",
        Wrapped.document(element),
        BOUNDS,
        Wrapped.ROOT,
        xml -> {
          xml.skip();
          return true;
        });
    List<Elements.Span> spans = Elements.atDepth(element, 0);
    if (spans.size() != 1 || !spans.get(0).in(element).equals(element)) {
      throw EdosException.external("a service's result is one element, with nothing around it");
    }
    return new ServiceResult(element, spans.get(0).name());
  }

  /** Its written form. */
  public String xml() {
    return piece.text();
  }

  /** The element's name. */
  public String name() {
    return name;
  }

  Piece piece() {
    return piece;
  }

  /** The well-formed calls that stand in it. */
  public List<ServiceCall> calls() {
    return piece.calls().stream().flatMap(place -> place.call().stream()).toList();
  }

  /** The element's own text, which is what it is worth as a parameter. */
  public String text() {
    return SafeXml.read(
        "service result",
        Wrapped.document(xml()),
        BOUNDS,
        Wrapped.ROOT,
        wrapped -> {
          wrapped.child();
          String text = wrapped.text();
          wrapped.skip();
          return text;
        });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServiceResult that && xml().equals(that.xml());
  }

  @Override
  public int hashCode() {
    return xml().hashCode();
  }

  @Override
  public String toString() {
    return piece.text();
  }
}
