package org.edos.bench.channels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.edos.bench.Results.Row;
import org.edos.bench.Running;
import org.edos.bench.Samples;

/**
 * What it takes to tell many subscribers of an event.
 *
 * @param half for each run, how long after it was told half of the subscribers had heard, in
 *     milliseconds
 * @param most the same of 99 of 100
 * @param last the same of the last one
 * @param processor seconds of processor that the servers used
 */
record FanOut(List<Double> half, List<Double> most, List<Double> last, List<Double> processor) {
  private static final int PAUSE_HEARS = 4;

  /** What tells. */
  interface Teller {
    void tell() throws IOException, InterruptedException;
  }

  /**
   * Measures, after one run that does not count.
   *
   * @param events how many each subscriber is to hear of in a run
   */
  static FanOut measure(
      Subscribers subscribers, List<Running> servers, int runs, int events, Teller teller)
      throws IOException, InterruptedException {
    FanOut found =
        new FanOut(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int run = 0; run <= runs; run++) {
      for (int i = 0; i < PAUSE_HEARS; i++) {
        subscribers.hear();
      }
      double before = processor(servers);
      subscribers.expect(events);
      long start = System.nanoTime();
      teller.tell();
      Samples heard = Samples.of(subscribers.await(start));
      if (run > 0) {
        found.half.add(heard.median());
        found.most.add(heard.percentile(99));
        found.last.add(heard.max());
        found.processor.add(processor(servers) - before);
      }
    }
    return found;
  }

  private static double processor(List<Running> servers) throws IOException {
    double seconds = 0;
    for (Running server : servers) {
      seconds += server.processorSeconds();
    }
    return seconds;
  }

  private static Samples samples(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** How long it took until the last had heard, in milliseconds: the median of the runs. */
  double lastMillis() {
    return samples(last).median();
  }

  /** The figures. */
  List<Row> rows(String situation, String subject) {
    return List.of(
        Row.of(situation, subject, "heard by half", "ms", samples(half)),
        Row.of(situation, subject, "heard by 99 %", "ms", samples(most)),
        Row.of(situation, subject, "heard by the last", "ms", samples(last)),
        Row.of(situation, subject, "processor of the servers", "s", samples(processor)));
  }
}
