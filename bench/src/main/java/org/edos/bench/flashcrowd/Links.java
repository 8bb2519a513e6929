package org.edos.bench.flashcrowd;

import java.util.List;

/**
 * How fast the source and the peers send.
 *
 * @param name for people
 * @param source bytes a second
 * @param uplinks bytes a second of the peers, over and over
 */
record Links(String name, int source, List<Integer> uplinks) {
  static Links equal(int rate) {
    return new Links("equal uplinks", rate, List.of(rate));
  }

  int peer(int number) {
    return uplinks.get(number % uplinks.size());
  }
}
