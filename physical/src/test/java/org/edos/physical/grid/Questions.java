package org.edos.physical.grid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Asks a member single questions while others are killed. */
final class Questions {
  private Questions() {}

  /** The answers, with their questions' numbers, in order. */
  static List<String> all(IntFunction<String> answer) {
    return IntStream.range(0, FixedQuestions.questions())
        .mapToObj(i -> i + " " + answer.apply(i))
        .toList();
  }

  /** Asks until it is done; failures that say so are told as "unavailable". */
  static List<String> askUntil(Member member, AtomicBoolean done, Random random) {
    Set<String> seen = new HashSet<>();
    while (!done.get()) {
      int question = random.nextInt(FixedQuestions.questions());
      String answer = member.tell("one " + question);
      seen.add(
          answer.startsWith("ok ")
              ? question + " " + answer.substring(3)
              : answer.startsWith("failed the grid is unavailable") ? "unavailable" : answer);
    }
    return List.copyOf(seen);
  }

  /** What may be seen while a release becomes visible. */
  static List<String> allowed(List<String> before, List<String> after) {
    List<String> allowed = new ArrayList<>(before);
    allowed.addAll(after);
    allowed.add("unavailable");
    return allowed;
  }
}
