package org.edos.core.query;

import org.edos.core.EdosException;

/** Errors in what people write, with the place marked. */
final class MarkedPlace {
  private MarkedPlace() {}

  /** Shows the text around a place, and a caret under it. */
  static EdosException error(String text, int at, String message) {
    String line = text.replace('\n', ' ').replace('\t', ' ').replace('\r', ' ');
    int from = Math.max(0, at - 60);
    String shown = line.substring(from, Math.min(line.length(), at + 20));
    return EdosException.usage(
        "at character %d of the query: %s\n  %s\n  %s^"
            .formatted(at + 1, message, shown, " ".repeat(at - from)));
  }
}
