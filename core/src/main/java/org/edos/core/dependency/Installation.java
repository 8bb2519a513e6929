package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A machine that is to be consistent and to have what is demanded of it, as cheaply as can be. Safe
 * for use by many threads as long as its rules are.
 *
 * @param rules what packages ask of one another
 * @param demands of each of these lists at least one package is to be there, the ones preferred
 *     where nothing else decides first
 * @param present what is there without any cost, such as what is installed
 * @param barred what is not to be there
 * @param costs of each package, in several respects, the most important first; none negative
 */
public record Installation(
    PackageRules rules, List<int[]> demands, BitSet present, BitSet barred, List<long[]> costs) {
  private static final int MOST_ROUNDS = 200;

  /** A problem of a solver, and what its things are. */
  public static final class Posed {
    private final Weighed weighed;
    private final int[] packages;
    private final BitSet forced;

    Posed(Weighed weighed, int[] packages, BitSet forced) {
      this.weighed = weighed;
      this.packages = packages;
      this.forced = forced;
    }

    /** The problem; its things are the packages about which there is a choice. */
    public Weighed weighed() {
      return weighed;
    }

    /** The packages that are there when these things are chosen. */
    public BitSet packages(BitSet chosen) {
      BitSet all = (BitSet) forced.clone();
      chosen.stream().forEach(thing -> all.set(packages[thing - 1]));
      return all;
    }

    /** The things that are chosen where these packages are there. */
    public BitSet things(BitSet there) {
      BitSet things = new BitSet();
      for (int i = 0; i < packages.length; i++) {
        things.set(i + 1, there.get(packages[i]));
      }
      return things;
    }
  }

  /**
   * The whole problem, as far as it can be reached from what is demanded.
   *
   * @return empty if there is no way to fulfil it
   */
  public Optional<Posed> posed() {
    return posed(new Affordable(rules, demands, barred, new long[rules.size()], 0));
  }

  /**
   * The problem without the packages that make it dearer than a way that is known.
   *
   * @param respect in which the known way is cheap; in all respects before it there is none cheaper
   */
  public Optional<Posed> posed(int respect, BitSet known) {
    long[] cost = costs.get(respect);
    return posed(
        new Affordable(rules, demands, barred, cost, known.stream().mapToLong(i -> cost[i]).sum()));
  }

  private Optional<Posed> posed(Affordable affordable) {
    if (affordable.isEmpty()) {
      return Optional.empty();
    }
    int[] packages = affordable.open().stream().toArray();
    Map<Integer, Integer> things = new HashMap<>();
    for (int i = 0; i < packages.length; i++) {
      things.put(packages[i], i + 1);
    }
    List<int[]> clauses = new ArrayList<>();
    demands.forEach(demand -> pose(demand, 0, affordable, things, clauses));
    affordable.forced().stream()
        .forEach(one -> {
          for (int[] need : rules.needs(one)) {
            pose(need, 0, affordable, things, clauses);
          }
        });
    for (int one : packages) {
      int thing = things.getOrDefault(one, 0);
      for (int[] need : rules.needs(one)) {
        pose(need, thing, affordable, things, clauses);
      }
      for (int other : rules.excludes(one)) {
        int excluded = things.getOrDefault(other, 0);
        if (excluded > thing) {
          clauses.add(new int[] {-thing, -excluded});
        } else if (affordable.forced().get(other)) {
          clauses.add(new int[] {-thing});
        }
      }
    }
    List<long[]> respects =
        costs.stream()
            .map(cost -> Arrays.stream(packages).mapToLong(one -> cost[one]).toArray())
            .toList();
    return Optional.of(
        new Posed(new Weighed(packages.length, clauses, respects), packages, affordable.forced()));
  }

  /** A need of a thing, or of all where that is 0. */
  private static void pose(
      int[] any, int by, Affordable affordable, Map<Integer, Integer> things, List<int[]> clauses) {
    boolean never =
        Arrays.stream(any)
            .anyMatch(
                one -> one < 0 && !things.containsKey(~one) && !affordable.forced().get(~one));
    if (!never && !affordable.isMet(any)) {
      int[] left =
          Arrays.stream(any)
              .map(one -> one >= 0 ? things.getOrDefault(one, 0) : -things.getOrDefault(~one, 0))
              .filter(literal -> literal != 0)
              .distinct()
              .toArray();
      int[] clause = Arrays.copyOf(left, left.length + (by == 0 ? 0 : 1));
      if (by != 0) {
        clause[left.length] = -by;
      }
      clauses.add(clause);
    }
  }

  /** Whether these packages are consistent and all that is demanded. */
  public boolean isFulfilledBy(BitSet there) {
    return !there.intersects(barred)
        && demands.stream().allMatch(any -> meets(any, there))
        && there.stream().allMatch(one -> isAtPeace(one, there));
  }

  private boolean isAtPeace(int one, BitSet there) {
    return Arrays.stream(rules.needs(one)).allMatch(any -> meets(any, there))
        && Arrays.stream(rules.excludes(one)).noneMatch(there::get);
  }

  private static boolean meets(int[] any, BitSet there) {
    for (int one : any) {
      if (one >= 0 ? there.get(one) : !there.get(~one)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A quick way, such as apt's: of what is needed and not there the first that excludes nothing
   * that is there. What is there and demanded gives way only to others that meet the same demand.
   *
   * @return empty if it leads nowhere, which does not mean that there is no other
   */
  public Optional<BitSet> quick() {
    BitSet there = (BitSet) present.clone();
    Map<Integer, int[]> replacements = new HashMap<>();
    for (int[] demand : demands) {
      if (demand.length > 1 && demand[0] >= 0 && present.get(demand[0])) {
        replacements.put(demand[0], demand);
      }
    }
    List<int[]> wanted = new ArrayList<>(demands);
    for (int round = 0; round < MOST_ROUNDS && !wanted.isEmpty(); round++) {
      for (int[] any : wanted) {
        if (!meets(any, there) && !take(any, there, replacements)) {
          return Optional.empty();
        }
      }
      wanted.clear();
      there.stream()
          .forEach(one -> {
            for (int[] need : rules.needs(one)) {
              if (!meets(need, there)) {
                wanted.add(need);
              }
            }
          });
      demands.stream().filter(demand -> !meets(demand, there)).forEach(wanted::add);
    }
    return isFulfilledBy(there) ? Optional.of(needed(there)) : Optional.empty();
  }

  private boolean take(int[] any, BitSet there, Map<Integer, int[]> replacements) {
    for (int one : any) {
      if (one < 0 || barred.get(one)) {
        continue;
      }
      int[] away = Arrays.stream(rules.excludes(one)).filter(there::get).toArray();
      List<Integer> instead = new ArrayList<>();
      for (int other : away) {
        int[] demand = replacements.getOrDefault(other, new int[0]);
        Arrays.stream(demand)
            .filter(next -> next >= 0 && next != other && !barred.get(next))
            .filter(next -> Arrays.stream(rules.excludes(next)).noneMatch(x -> x == one))
            .findFirst()
            .ifPresent(instead::add);
      }
      if (instead.size() == away.length) {
        Arrays.stream(away).forEach(there::clear);
        instead.forEach(there::set);
        there.set(one);
        return true;
      }
    }
    return false;
  }

  /** Of packages that fulfil all this, those that are needed for it. */
  public BitSet needed(BitSet there) {
    BitSet needed = new BitSet();
    List<Integer> open = new ArrayList<>();
    demands.forEach(any -> need(any, there, needed, open));
    while (!open.isEmpty()) {
      for (int[] any : rules.needs(open.removeLast())) {
        need(any, there, needed, open);
      }
    }
    return needed;
  }

  private static void need(int[] any, BitSet there, BitSet needed, List<Integer> open) {
    boolean free = Arrays.stream(any).anyMatch(one -> one < 0 && !there.get(~one));
    if (!free && Arrays.stream(any).noneMatch(one -> one >= 0 && needed.get(one))) {
      Arrays.stream(any)
          .filter(one -> one >= 0 && there.get(one))
          .findFirst()
          .ifPresent(one -> {
            needed.set(one);
            open.add(one);
          });
    }
  }
}
