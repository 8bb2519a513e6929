package org.edos.core.dependency;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Which packages of a universe some machine can install, in the sense of EDOS: there is a set of
 * packages that holds it and in which all rules hold. First what needs something that nobody has is
 * told by counting; then most others are installed together without searching, since a machine
 * proves all its packages at once; the search is for the few that are left. Used by one thread.
 */
public final class Installability {
  private final Rules rules;
  private final Search.Engine engine;
  private final Hopeless hopeless;
  private final BitSet installable = new BitSet();
  private final BitSet open;
  private final IntConsumer settled;
  private final int asked;

  /**
   * Prepares to check some packages.
   *
   * @param asked their numbers
   * @param settled is told again and again how many of them are settled, and may throw to stop it
   */
  public Installability(Rules rules, Search.Engine engine, BitSet asked, IntConsumer settled) {
    this.rules = rules;
    this.engine = engine;
    this.hopeless = new Hopeless(rules);
    this.open = (BitSet) asked.clone();
    this.asked = asked.cardinality();
    this.settled = settled;
  }

  /**
   * Those of the packages that no machine can install, in order of their numbers, each explained.
   *
   * @throws org.edos.core.EdosException (exhausted) if the search for one takes too long
   */
  public List<Uninstallable> uninstallable() {
    BitSet broken = broken();
    Causes causes = new Causes(rules, hopeless, engine);
    return broken.stream()
        .mapToObj(number -> {
          settled.accept(asked);
          return causes.of(number);
        })
        .toList();
  }

  private BitSet broken() {
    BitSet broken = new BitSet();
    if (hopeless.isEverywhere()) {
      return open;
    }
    for (int number = open.nextSetBit(0); number >= 0; number = open.nextSetBit(number + 1)) {
      if (hopeless.because(number) != null) {
        broken.set(number);
      }
    }
    open.andNot(broken);
    Optional<BitSet> machine = new Cone(rules, engine, Cone.NOTHING).model();
    if (machine.isEmpty()) {
      broken.or(open);
      return broken;
    }
    while (sweep(machine.get())) {
      settled.accept(asked - open.cardinality());
    }
    for (int number = open.nextSetBit(0); number >= 0; number = open.nextSetBit(0)) {
      Optional<BitSet> found = new Cone(rules, engine, number).model();
      if (found.isPresent()) {
        open.andNot(found.get());
      } else {
        broken.set(number);
      }
      open.clear(number);
      settled.accept(asked - open.cardinality());
    }
    return broken;
  }

  /** One machine with as many of the open packages as fit; whether any did. */
  private boolean sweep(BitSet machine) {
    installable.clear();
    Sweep sweep = new Sweep(rules, hopeless, installable::set);
    if (!sweep.begin()) {
      sweep.begin(machine);
    }
    for (int number = open.nextSetBit(0); number >= 0; number = open.nextSetBit(number + 1)) {
      sweep.install(number);
    }
    int before = open.cardinality();
    open.andNot(installable);
    return open.cardinality() < before;
  }
}
