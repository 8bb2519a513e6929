package org.edos.bench.flashcrowd;

import java.util.List;

/**
 * What came of a dissemination.
 *
 * @param seconds from the beginning until each peer had everything that it wanted, ascending
 * @param sourceBytes that the source sent, with the padding in the last blocks of files
 * @param unwantedBytes that the plan brought to peers which did not wish for them
 * @param repeatedBytes that peers received besides what the plan brings them and that padding:
 *     twice, or wrong
 * @param clusters in the plan
 */
record Outcome(
    List<Double> seconds, long sourceBytes, long unwantedBytes, long repeatedBytes, int clusters) {
  double last() {
    return seconds.getLast();
  }

  double median() {
    return (seconds.get((seconds.size() - 1) / 2) + seconds.get(seconds.size() / 2)) / 2;
  }
}
