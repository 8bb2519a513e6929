package org.edos.core.active;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * A text with the calls that stand in it, each read once. Immutable.
 *
 * @param text well-formed XML
 * @param calls in order, without those that are parameters of calls
 */
record Piece(String text, List<Place> calls) {
  /**
   * A call's place in the text.
   *
   * @param call the call; empty if it is malformed
   * @param problem what is malformed about it
   */
  record Place(Elements.Span span, Optional<ServiceCall> call, String problem) {}

  static Piece of(String text) {
    return new Piece(
        text, Elements.calls(text).stream().map(span -> place(span, span.in(text))).toList());
  }

  private static Place place(Elements.Span span, String element) {
    try {
      return new Place(span, Optional.of(ServiceCall.read(element)), "");
    } catch (EdosException malformed) {
      return new Place(span, Optional.empty(), malformed.getMessage());
    }
  }
}
