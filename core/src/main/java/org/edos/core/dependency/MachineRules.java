package org.edos.core.dependency;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.edos.core.metadata.Relation;

/**
 * The rules of a universe on a machine that has packages installed. What the machine bears already,
 * such as an installed package whose need is not met, is none of them: nobody has to mend the
 * machine to install something else. Safe for many threads.
 */
public final class MachineRules implements PackageRules {
  private static final int[][] NO_NEEDS = {};

  private final Rules rules;
  private final BitSet installed;
  private final int size;
  private final int[][][] needs;

  /**
   * The rules.
   *
   * @param installed the numbers of the packages that the machine has
   * @param spare further numbers, after those of the universe, that ask for nothing
   */
  public MachineRules(Rules rules, BitSet installed, int spare) {
    this.rules = rules;
    this.installed = (BitSet) installed.clone();
    this.size = rules.universe().size() + spare;
    this.needs = new int[rules.universe().size()][][];
    Arrays.setAll(needs, this::borne);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int[][] needs(int one) {
    return one < needs.length ? needs[one] : NO_NEEDS;
  }

  private int[][] borne(int one) {
    return Arrays.stream(rules.needsOf(one))
        .map(MachineRules::literals)
        .filter(need -> !installed.get(one) || isBorne(need))
        .toArray(int[][]::new);
  }

  private static int[] literals(Rule.Need need) {
    int present = need.present().length;
    int[] literals = Arrays.copyOf(need.present(), present + need.absent().length);
    for (int i = 0; i < need.absent().length; i++) {
      literals[present + i] = ~need.absent()[i];
    }
    return literals;
  }

  private boolean isBorne(int[] need) {
    return Arrays.stream(need)
        .anyMatch(one -> one >= 0 ? installed.get(one) : !installed.get(~one));
  }

  @Override
  public int[] excludes(int one) {
    if (one >= needs.length) {
      return Numbers.NONE;
    }
    int[] excluded = rules.excluded(one);
    return installed.get(one) && Arrays.stream(excluded).anyMatch(installed::get)
        ? Arrays.stream(excluded).filter(other -> !installed.get(other)).toArray()
        : excluded;
  }

  /**
   * What a package would rather not be without, each a list of which one is enough: a package, or
   * {@code ~number} for a package that is not there. Without what nobody has.
   */
  public List<int[]> recommends(int one) {
    if (one >= needs.length) {
      return List.of();
    }
    Universe universe = rules.universe();
    return universe.metadata(one).relations().stream()
        .filter(relation -> relation.kind() == Relation.Kind.RECOMMENDS)
        .flatMap(
            relation -> universe.semantics().needs(one, new Plain(universe), relation).stream())
        .map(MachineRules::literals)
        .filter(any -> any.length > 0)
        .toList();
  }

  /** Looks up without keeping anything. */
  private record Plain(Universe universe) implements Semantics.Lookup {
    @Override
    public int[] satisfying(int by, Relation relation) {
      return relation.alternatives().stream()
          .flatMapToInt(
              wanted -> Arrays.stream(universe.semantics().satisfying(universe, by, wanted)))
          .distinct()
          .toArray();
    }

    @Override
    public int[] conflicting(int by, Relation relation) {
      return relation.alternatives().stream()
          .flatMapToInt(
              unwanted -> Arrays.stream(universe.semantics().conflicting(universe, by, unwanted)))
          .distinct()
          .toArray();
    }
  }
}
