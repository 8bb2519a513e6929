package org.edos.core.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.edos.core.dependency.Cone.Part;
import org.jspecify.annotations.Nullable;

/** Finds out why a package that cannot be installed cannot: the few rules that exclude it. */
final class Causes {
  /** Most searches to make one explanation small; more only where very many rules take part. */
  private static final int MAX_SEARCHES = 2_000;

  private final Rules rules;
  private final Hopeless hopeless;
  private final Search.Engine engine;

  /** Why no machine can be consistent at all; empty if one can; null as long as nobody asked. */
  private @Nullable List<Part> base;

  Causes(Rules rules, Hopeless hopeless, Search.Engine engine) {
    this.rules = rules;
    this.hopeless = hopeless;
    this.engine = engine;
  }

  /** Why that package cannot be installed. */
  Uninstallable of(int number) {
    List<Part> core = core(number);
    return new Uninstallable(
        rules.universe().id(number), new Ways(rules.universe(), core, number).causes());
  }

  /** Rules that cannot hold together where the package is installed, none of them superfluous. */
  private List<Part> core(int number) {
    if (hopeless.because(number) != null) {
      return derived(number, List.of());
    }
    if (hopeless.isEverywhere()) {
      Rule.Need demand =
          rules.demands().stream().filter(hopeless::isClosed).findFirst().orElseThrow();
      return derived(Cone.NOTHING, List.of(demand));
    }
    List<Part> shared = base();
    if (!shared.isEmpty() && shared.stream().noneMatch(part -> names(part, number))) {
      return shared;
    }
    Cone cone = new Cone(rules, engine, number);
    if (cone.model().isPresent()) {
      throw new IllegalStateException(rules.universe().id(number) + " is installable");
    }
    return minimal(cone.parts(), number);
  }

  private static boolean names(Part part, int number) {
    return Arrays.stream(part.literals()).anyMatch(literal -> Math.abs(literal) == number + 1);
  }

  /**
   * What stands against every machine is found once, whatever is asked. Of a package that is part
   * of it less may be enough, so that these few are searched for by themselves.
   */
  private List<Part> base() {
    List<Part> found = base;
    if (found == null) {
      Cone cone = new Cone(rules, engine, Cone.NOTHING);
      found = cone.model().isPresent() ? List.of() : minimal(cone.parts(), Cone.NOTHING);
      base = found;
    }
    return found;
  }

  /** What is hopeless needs no search: the first need of each package of which nothing is left. */
  private List<Part> derived(int number, List<Rule.Need> demands) {
    List<Part> parts = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (Rule.Need demand : demands) {
      parts.add(Part.of(demand));
      reach(demand, seen, open);
    }
    if (number != Cone.NOTHING) {
      seen.add(number);
      open.add(number);
    }
    while (!open.isEmpty()) {
      Rule.Need need = hopeless.because(open.remove());
      if (need != null) {
        parts.add(Part.of(need));
        reach(need, seen, open);
      }
    }
    return parts;
  }

  private static void reach(Rule.Need need, Set<Integer> seen, Deque<Integer> open) {
    for (int next : need.present()) {
      if (seen.add(next)) {
        open.add(next);
      }
    }
  }

  /** Drops what is not needed for the contradiction, in ever smaller pieces. */
  private List<Part> minimal(List<Part> all, int goal) {
    List<Part> core = new ArrayList<>(all);
    int searches = 0;
    for (int piece = Math.max(1, core.size() / 2); ; piece /= 2) {
      for (int at = core.size(); at > 0 && searches < MAX_SEARCHES; at -= piece) {
        List<Part> dropped = core.subList(Math.max(0, at - piece), at);
        List<Part> without = new ArrayList<>(core.subList(0, Math.max(0, at - piece)));
        without.addAll(core.subList(at, core.size()));
        searches++;
        if (!Cone.isPossible(engine, goal, without)) {
          dropped.clear();
        }
      }
      if (piece == 1) {
        return core;
      }
    }
  }
}
