package org.edos.core.dependency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.dependency.Cone.Part;
import org.edos.core.dependency.Explanation.Chain;
import org.edos.core.dependency.Explanation.Conflict;
import org.edos.core.dependency.Explanation.Missing;
import org.edos.core.dependency.Explanation.Step;
import org.edos.core.metadata.Relation;
import org.edos.core.unit.PackageId;

/**
 * Tells rules that cannot hold together as ways that end: from the package, and from what every
 * machine has, through what is needed, to what is missing or in conflict. Each rule is on one of
 * the ways.
 */
final class Ways {
  /** Most packages that are named beside what is missing. */
  private static final int MAX_OTHERS = 3;

  /** Most causes told. */
  private static final int MAX_CAUSES = 100;

  /** Where ways end: what is missing, or one or the other side of a conflict. */
  private record End(Part part, int number, boolean second) {}

  private final Universe universe;
  private final int goal;
  private final Map<Integer, Optional<Rule.Need>> reachedBy = new HashMap<>();
  private final Map<Integer, List<Rule.Need>> needs = new HashMap<>();
  private final Map<Integer, End> ends = new HashMap<>();
  private final List<Part> closing = new ArrayList<>();
  private final Set<Rule.Need> untold = new HashSet<>();
  private final List<Explanation> causes = new ArrayList<>();

  Ways(Universe universe, List<Part> core, int goal) {
    this.universe = universe;
    this.goal = goal;
    for (Part part : core) {
      if (part.rule() instanceof Rule.Need need && need.present().length > 0) {
        needs.computeIfAbsent(need.owner(), owner -> new ArrayList<>()).add(need);
        untold.add(need);
      } else {
        closing.add(part);
        ends.put(part.rule().owner(), new End(part, part.rule().owner(), false));
        ends.putIfAbsent(other(part), new End(part, other(part), true));
      }
    }
    follow(new int[] {goal});
    for (Rule.Need demand : needs.getOrDefault(Rule.EVERY_MACHINE, List.of())) {
      untold.remove(demand);
      follow(demand.present());
    }
  }

  /** The other side of a conflict; of what is missing, its own. */
  private static int other(Part part) {
    return switch (part.rule()) {
      case Rule.Exclusion exclusion -> -part.literals()[1] - 1;
      case Rule.Need need -> need.absent().length > 0 ? need.absent()[0] : need.owner();
    };
  }

  private void follow(int[] starts) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int start : starts) {
      enter(start, Optional.empty(), open);
    }
    while (!open.isEmpty()) {
      for (Rule.Need need : needs.getOrDefault(open.remove(), List.of())) {
        for (int next : need.present()) {
          enter(next, Optional.of(need), open);
        }
      }
    }
  }

  private void enter(int number, Optional<Rule.Need> by, Deque<Integer> open) {
    if (reachedBy.putIfAbsent(number, by) == null) {
      open.add(number);
    }
  }

  /** The causes, those of the shortest ways to each end first. */
  List<Explanation> causes() {
    for (Part part : closing) {
      tell(part, way(part.rule().owner()), way(other(part)));
    }
    for (List<Rule.Need> owned : needs.values()) {
      for (Rule.Need need : owned) {
        if (untold.contains(need)) {
          through(need);
        }
      }
    }
    return causes;
  }

  /** Tells a way that goes through this need. */
  private void through(Rule.Need need) {
    Optional<List<Rule.Need>> here = way(need.owner());
    Map<Integer, List<Rule.Need>> ways = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    ways.put(need.present()[0], List.of(need));
    open.add(need.present()[0]);
    while (!open.isEmpty() && here.isPresent()) {
      int number = open.remove();
      List<Rule.Need> way = ways.getOrDefault(number, List.of());
      End end = ends.get(number);
      if (end != null) {
        Optional<List<Rule.Need>> whole = Optional.of(joined(here.get(), way));
        Part part = end.part();
        tell(
            part,
            end.second() ? way(part.rule().owner()) : whole,
            end.second() ? whole : way(other(part)));
        return;
      }
      for (Rule.Need further : needs.getOrDefault(number, List.of())) {
        for (int next : further.present()) {
          if (ways.putIfAbsent(next, joined(way, List.of(further))) == null) {
            open.add(next);
          }
        }
      }
    }
  }

  private static List<Rule.Need> joined(List<Rule.Need> first, List<Rule.Need> second) {
    List<Rule.Need> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** The shortest way there; empty if none leads there, as where a core is not yet minimal. */
  private Optional<List<Rule.Need>> way(int end) {
    if (!reachedBy.containsKey(end)) {
      return Optional.empty();
    }
    List<Rule.Need> way = new ArrayList<>();
    Optional<Rule.Need> by = reachedBy.get(end);
    while (by.isPresent()) {
      way.add(by.get());
      by = reachedBy.getOrDefault(by.get().owner(), Optional.empty());
    }
    Collections.reverse(way);
    return Optional.of(way);
  }

  private void tell(Part part, Optional<List<Rule.Need>> first, Optional<List<Rule.Need>> second) {
    if (first.isEmpty() || second.isEmpty() || causes.size() == MAX_CAUSES) {
      return;
    }
    int owner = part.rule().owner();
    Chain chain = chain(first.get(), owner);
    switch (part.rule()) {
      case Rule.Exclusion exclusion ->
          causes.add(new Conflict(chain, chain(second.get(), other(part)), exclusion.relation()));
      case Rule.Need need -> {
        if (need.absent().length == 0) {
          causes.add(new Missing(chain, need.relation(), others(need.relation())));
        } else {
          causes.add(
              new Conflict(chain, chain(second.get(), other(part)), Optional.of(need.relation())));
        }
      }
    }
  }

  private Chain chain(List<Rule.Need> way, int end) {
    way.forEach(untold::remove);
    return new Chain(
        way.stream().map(need -> new Step(universe.id(need.owner()), need.relation())).toList(),
        universe.id(end));
  }

  private List<PackageId> others(Relation relation) {
    return relation.alternatives().stream()
        .flatMapToInt(capability -> Arrays.stream(universe.named(capability.name())))
        .distinct()
        .filter(number -> number != goal)
        .limit(MAX_OTHERS)
        .mapToObj(universe::id)
        .toList();
  }
}
