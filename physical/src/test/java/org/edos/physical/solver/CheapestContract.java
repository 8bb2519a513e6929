package org.edos.physical.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.edos.core.dependency.Weighed;
import org.junit.jupiter.api.Test;

/** What every solver's cheapest choice is, held against trying all choices. */
public abstract class CheapestContract {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int PROBLEMS = 300;

  /** The solver. */
  protected abstract Solver solver();

  @Test
  void no_choice_that_holds_is_cheaper() {
    Random random = new Random(20);
    for (int round = 0; round < PROBLEMS; round++) {
      Weighed problem = drawn(random);
      Weighed.Choice choice = solver().cheapest(problem, Optional.empty(), LONG);
      Optional<BitSet> tried = tried(problem);
      if (tried.isEmpty()) {
        assertThat(choice).as("round %d", round).isEqualTo(new Weighed.Choice.Impossible());
      } else {
        assertThat(choice)
            .as("round %d", round)
            .isInstanceOfSatisfying(
                Weighed.Choice.Found.class,
                found -> {
                  assertThat(found.proven()).isTrue();
                  assertThat(problem.holds(found.chosen())).isTrue();
                  assertThat(problem.compare(found.chosen(), tried.get())).isZero();
                });
      }
    }
  }

  @Test
  void a_choice_that_is_known_is_improved_or_kept() {
    Weighed problem =
        new Weighed(
            3, List.of(new int[] {1, 2, 3}), List.of(new long[] {5, 3, 3}, new long[] {0, 1, 0}));
    assertThat(solver().cheapest(problem, Optional.of(things(1)), LONG))
        .isEqualTo(new Weighed.Choice.Found(things(3), true));
    assertThat(solver().cheapest(problem, Optional.of(things(3)), LONG))
        .isEqualTo(new Weighed.Choice.Found(things(3), true));
  }

  @Test
  void without_time_what_is_known_is_given_as_unproven() {
    Weighed problem = new Weighed(2, List.of(new int[] {1, 2}), List.of(new long[] {5, 3}));
    assertThat(solver().cheapest(problem, Optional.of(things(1)), Duration.ZERO.minusSeconds(1)))
        .isInstanceOfSatisfying(
            Weighed.Choice.Found.class, found -> assertThat(found.proven()).isFalse());
  }

  @Test
  void costs_may_be_as_large_as_archives() {
    long terabytes = 4_000_000_000_000L;
    Weighed problem =
        new Weighed(
            4,
            List.of(new int[] {1, 2}, new int[] {3, 4}, new int[] {-2, -4}),
            List.of(new long[] {terabytes + 1, terabytes, terabytes + 2, terabytes}));
    assertThat(solver().cheapest(problem, Optional.empty(), LONG))
        .isEqualTo(new Weighed.Choice.Found(things(1, 4), true));
  }

  private static BitSet things(int... things) {
    BitSet set = new BitSet();
    IntStream.of(things).forEach(set::set);
    return set;
  }

  private static Weighed drawn(Random random) {
    int things = 2 + random.nextInt(8);
    List<int[]> clauses = new ArrayList<>();
    for (int i = random.nextInt(3 * things); i >= 0; i--) {
      clauses.add(
          IntStream.range(0, 1 + random.nextInt(3))
              .map(j -> (1 + random.nextInt(things)) * (random.nextInt(5) < 2 ? 1 : -1))
              .toArray());
    }
    clauses.add(IntStream.rangeClosed(1, things).toArray());
    List<long[]> costs = new ArrayList<>();
    for (int respect = random.nextInt(3); respect >= 0; respect--) {
      costs.add(random.longs(things, 0, respect == 0 ? 1000 : 4).toArray());
    }
    return new Weighed(things, clauses, costs);
  }

  private static Optional<BitSet> tried(Weighed problem) {
    return IntStream.range(0, 1 << problem.things())
        .mapToObj(bits -> {
          BitSet chosen = new BitSet();
          IntStream.range(0, problem.things())
              .filter(i -> (bits >> i & 1) == 1)
              .forEach(i -> chosen.set(i + 1));
          return chosen;
        })
        .filter(problem::holds)
        .min(problem::compare);
  }
}
