package org.edos.bench.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * In Mbit and Mbit/s: a file of 15 Gbit from a source of 30 Mbit/s to peers that receive 2 Mbit/s.
 */
final class BoundTest {
  private static final double FILE = 15_000;
  private static final double SOURCE = 30;

  @ParameterizedTest
  @CsvSource({
    "0.3, 10, 7500", "0.3, 100, 25000", "0.3, 1000, 45455",
    "0.7, 10, 7500", "0.7, 100, 15000", "0.7, 1000, 20548",
    "2, 10, 7500", "2, 100, 7500", "2, 1000, 7500"
  })
  void peers_that_send_to_one_another_are_bound_as_published(
      double upload, int peers, double seconds) {
    assertThat(Bound.seconds(FILE, SOURCE, equal(peers, upload))).isCloseTo(seconds, within(0.5));
  }

  @ParameterizedTest
  @CsvSource({"10, 7500", "100, 50000", "1000, 500000"})
  void peers_of_one_server_are_bound_as_published(int peers, double seconds) {
    assertThat(Bound.clientServerSeconds(SOURCE, equal(peers, 0.3))).isEqualTo(seconds);
  }

  @Test
  void with_different_wishes_the_sum_of_the_wishes_is_shared_by_all_uploads() {
    List<Bound.Peer> peers =
        List.of(
            new Bound.Peer(100, 1, Double.POSITIVE_INFINITY),
            new Bound.Peer(50, 1, Double.POSITIVE_INFINITY));
    assertThat(Bound.seconds(10, 1, peers)).isEqualTo(50);
  }

  private static List<Bound.Peer> equal(int peers, double upload) {
    return Collections.nCopies(peers, new Bound.Peer(FILE, upload, 2));
  }
}
