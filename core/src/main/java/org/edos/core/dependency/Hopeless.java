package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packages that need something that nobody has, those that need such a package whatever they
 * choose, and so on: found by counting, without any search. Conflicts are not looked at.
 */
final class Hopeless {
  private final Rule.@Nullable Need[] because;
  private final boolean everywhere;

  /** Follows the rules to the end. */
  Hopeless(Rules rules) {
    int size = rules.universe().size();
    because = new Rule.Need[size];
    Map<int[], Choice> choices = new IdentityHashMap<>();
    List<List<Choice>> choicesWith = new ArrayList<>();
    for (int number = 0; number < size; number++) {
      choicesWith.add(List.of());
    }
    Numbers found = new Numbers();
    for (int number = 0; number < size; number++) {
      for (Rule.Need need : rules.needsOf(number)) {
        if (need.absent().length > 0) {
          continue;
        }
        if (need.present().length == 0) {
          close(need, found);
        } else {
          choices.computeIfAbsent(need.present(), c -> new Choice(c, choicesWith)).owners.add(need);
        }
      }
    }
    for (int next = 0; next < found.size(); next++) {
      for (Choice choice : choicesWith.get(found.get(next))) {
        if (--choice.left == 0) {
          choice.owners.forEach(need -> close(need, found));
        }
      }
    }
    everywhere = rules.demands().stream().anyMatch(this::isClosed);
  }

  private void close(Rule.Need need, Numbers found) {
    if (because[need.owner()] == null) {
      because[need.owner()] = need;
      found.add(need.owner());
    }
  }

  /** Whether all is hopeless that would satisfy what every machine needs. */
  boolean isClosed(Rule.Need demand) {
    for (int number : demand.present()) {
      if (because[number] == null) {
        return false;
      }
    }
    return true;
  }

  /** The need of that package of which nothing is left, if it is hopeless. */
  Rule.@Nullable Need because(int number) {
    return because[number];
  }

  /** Whether something that every machine needs is hopeless. */
  boolean isEverywhere() {
    return everywhere;
  }

  /** Packages of which one is enough, and who needs one of them. */
  private static final class Choice {
    final List<Rule.Need> owners = new ArrayList<>(1);
    int left;

    Choice(int[] packages, List<List<Choice>> choicesWith) {
      left = packages.length;
      for (int number : packages) {
        if (choicesWith.get(number).isEmpty()) {
          choicesWith.set(number, new ArrayList<>(2));
        }
        choicesWith.get(number).add(this);
      }
    }
  }
}
