package org.edos.core.dependency;

import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Installs packages into one machine for as long as that goes without searching: of what is needed
 * the first that fits. What fits beside all the others is installable.
 */
final class Sweep {
  private final Rules rules;
  private final Hopeless hopeless;
  private final BitSet installed = new BitSet();
  private final Numbers trail = new Numbers();
  private final IntConsumer arrived;

  /**
   * Begins with an empty machine.
   *
   * @param arrived is told of every package that was installed
   */
  Sweep(Rules rules, Hopeless hopeless, IntConsumer arrived) {
    this.rules = rules;
    this.hopeless = hopeless;
    this.arrived = arrived;
  }

  /** Installs what every machine needs; false if that does not go without searching. */
  boolean begin() {
    int from = trail.size();
    for (Rule.Need demand : rules.demands()) {
      if (!satisfy(demand)) {
        return undo(from);
      }
    }
    return complete(from);
  }

  /** Installs what was found by searching: a set of packages that is whole. */
  void begin(BitSet machine) {
    machine.stream()
        .forEach(number -> {
          installed.set(number);
          arrived.accept(number);
        });
  }

  /** Installs a package with all that it needs; if that does not go, nothing. */
  boolean install(int number) {
    if (installed.get(number)) {
      return true;
    }
    int from = trail.size();
    return enter(number) ? complete(from) : undo(from);
  }

  private boolean complete(int from) {
    for (int next = from; next < trail.size(); next++) {
      for (Rule.Need need : rules.needsOf(trail.get(next))) {
        if (!satisfy(need)) {
          return undo(from);
        }
      }
    }
    for (int next = from; next < trail.size(); next++) {
      arrived.accept(trail.get(next));
    }
    return true;
  }

  /** A need that the absence of something would satisfy counts by what is present alone. */
  private boolean satisfy(Rule.Need need) {
    for (int number : need.present()) {
      if (installed.get(number)) {
        return true;
      }
    }
    for (int number : need.present()) {
      if (enter(number)) {
        return true;
      }
    }
    return false;
  }

  private boolean enter(int number) {
    if (hopeless.because(number) != null) {
      return false;
    }
    for (int other : rules.excluded(number)) {
      if (installed.get(other)) {
        return false;
      }
    }
    installed.set(number);
    trail.add(number);
    return true;
  }

  private boolean undo(int from) {
    for (int place = from; place < trail.size(); place++) {
      installed.clear(trail.get(place));
    }
    trail.cut(from);
    return false;
  }
}
