package org.edos.core.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The packages that may stand in a set that is no dearer than a bound: what is reached from what is
 * demanded, by needs that are not met anyway, without the packages that alone, with what each of
 * them needs without a choice, would be too dear. In practice these are few, which is what makes
 * the smallest set easy to find. Used by one thread.
 */
final class Affordable {
  private static final int MET_OR_MANY = -1;
  private static final int NONE = -2;

  private final PackageRules rules;
  private final List<int[]> demands;
  private final BitSet barred;
  private final long[] costs;
  private final long bound;

  /** In every set. */
  private final BitSet forced = new BitSet();

  private final Deque<Integer> unfollowed = new ArrayDeque<>();
  private long forcedCost;
  private BitSet open = new BitSet();
  private boolean contradiction;

  /**
   * Finds them.
   *
   * @param demands of each of these lists at least one
   * @param barred packages that are in no set
   * @param costs of each package, none negative
   * @param bound the most that a set may cost
   */
  Affordable(PackageRules rules, List<int[]> demands, BitSet barred, long[] costs, long bound) {
    this.rules = rules;
    this.demands = demands;
    this.barred = (BitSet) barred.clone();
    this.costs = costs;
    this.bound = bound;
    boolean changed = true;
    while (changed && !contradiction) {
      changed = force();
      if (!contradiction) {
        changed |= reach();
      }
    }
  }

  /** Whether there is no set at all. */
  boolean isEmpty() {
    return contradiction;
  }

  /** What is in every set. */
  BitSet forced() {
    return forced;
  }

  /** What is in some sets, perhaps. */
  BitSet open() {
    return open;
  }

  /** Whether a need is met whatever is chosen. */
  boolean isMet(int[] any) {
    for (int one : any) {
      if (one >= 0 ? forced.get(one) : barred.get(~one)) {
        return true;
      }
    }
    return false;
  }

  /** Follows needs that leave no choice; whether anything changed. */
  private boolean force() {
    int forcedBefore = forced.cardinality();
    int barredBefore = barred.cardinality();
    int seen;
    do {
      seen = forced.cardinality() + barred.cardinality();
      demands.forEach(this::demand);
      for (int one = forced.nextSetBit(0); one >= 0; one = forced.nextSetBit(one + 1)) {
        for (int[] need : rules.needs(one)) {
          demand(need);
        }
      }
      follow();
    } while (!contradiction && forced.cardinality() + barred.cardinality() > seen);
    contradiction |= forcedCost > bound;
    return forced.cardinality() > forcedBefore || barred.cardinality() > barredBefore;
  }

  private void demand(int[] any) {
    int only = -1;
    for (int one : any) {
      if (one < 0) {
        if (!forced.get(~one)) {
          return;
        }
      } else if (forced.get(one)) {
        return;
      } else if (!barred.get(one) && one != only) {
        if (only >= 0) {
          return;
        }
        only = one;
      }
    }
    if (only < 0) {
      contradiction = true;
    } else {
      forced.set(only);
      forcedCost += costs[only];
      unfollowed.add(only);
    }
  }

  private void follow() {
    while (!contradiction && !unfollowed.isEmpty()) {
      int one = unfollowed.remove();
      for (int other : rules.excludes(one)) {
        contradiction |= forced.get(other);
        barred.set(other);
      }
      for (int[] need : rules.needs(one)) {
        demand(need);
      }
    }
  }

  /** Looks at what can be reached anew; whether packages turned out to be in no set. */
  private boolean reach() {
    open = new BitSet();
    BitSet seen = new BitSet();
    Deque<Integer> next = new ArrayDeque<>();
    boolean changed = false;
    demands.forEach(demand -> reach(demand, seen, next));
    for (int one = forced.nextSetBit(0); one >= 0; one = forced.nextSetBit(one + 1)) {
      for (int[] need : rules.needs(one)) {
        reach(need, seen, next);
      }
    }
    while (!next.isEmpty()) {
      int one = next.remove();
      if (isTooDear(one)) {
        barred.set(one);
        changed = true;
      } else {
        open.set(one);
        for (int[] need : rules.needs(one)) {
          reach(need, seen, next);
        }
      }
    }
    return changed;
  }

  private void reach(int[] any, BitSet seen, Deque<Integer> next) {
    if (!isMet(any)) {
      for (int one : any) {
        if (one >= 0 && !barred.get(one) && !seen.get(one)) {
          seen.set(one);
          next.add(one);
        }
      }
    }
  }

  /** Whether a package with all that it needs without a choice is in no set. */
  private boolean isTooDear(int first) {
    BitSet with = new BitSet();
    List<Integer> members = new ArrayList<>(List.of(first));
    with.set(first);
    long cost = forcedCost + costs[first];
    for (int at = 0; at < members.size() && cost <= bound; at++) {
      int one = members.get(at);
      for (int other : rules.excludes(one)) {
        if (forced.get(other) || with.get(other)) {
          return true;
        }
      }
      for (int[] need : rules.needs(one)) {
        int only = only(need, with);
        if (only == NONE) {
          return true;
        }
        if (only >= 0) {
          with.set(only);
          members.add(only);
          cost += costs[only];
        }
      }
    }
    return cost > bound;
  }

  private int only(int[] need, BitSet with) {
    int only = NONE;
    for (int one : need) {
      if (one < 0) {
        if (!forced.get(~one) && !with.get(~one)) {
          return MET_OR_MANY;
        }
      } else if (forced.get(one) || with.get(one)) {
        return MET_OR_MANY;
      } else if (!barred.get(one) && one != only) {
        if (only >= 0) {
          return MET_OR_MANY;
        }
        only = one;
      }
    }
    return only;
  }
}
