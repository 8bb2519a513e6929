package org.edos.app.machine;

import java.util.Locale;

/** Counts with their nouns: {@code 1 release}, {@code 63,464 releases}. */
final class Counted {
  private Counted() {}

  static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
