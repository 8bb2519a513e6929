package org.edos.core.dependency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.rpm.RichDependency;
import org.edos.core.rpm.RichDependency.All;
import org.edos.core.rpm.RichDependency.Any;
import org.edos.core.rpm.RichDependency.If;
import org.edos.core.rpm.RichDependency.Named;
import org.edos.core.rpm.RichDependency.Unless;
import org.edos.core.rpm.RichDependency.With;
import org.edos.core.rpm.RichDependency.Without;

/**
 * Turns a rich dependency into rules: a conjunction of clauses over packages. A dependency that
 * cannot be read, or would become more than {@link #MAX_CLAUSES} clauses or {@link #MAX_LITERALS}
 * numbers, is met by nothing. Used by one thread.
 */
final class RichRules {
  static final int MAX_CLAUSES = 4096;
  static final int MAX_LITERALS = 1 << 20;

  private static final List<Clause> HOLDS = List.of();
  private static final List<Clause> FAILS = List.of(new Clause(Set.of(), Set.of()));

  private final Semantics.Lookup lookup;
  private final int owner;
  private final Relation relation;

  /** One of the present ones is installed, or one of the absent ones is not. */
  private record Clause(Set<Integer> present, Set<Integer> absent) {
    Clause or(Clause other) {
      Set<Integer> here = new LinkedHashSet<>(present);
      here.addAll(other.present);
      Set<Integer> gone = new TreeSet<>(absent);
      gone.addAll(other.absent);
      return new Clause(here, gone);
    }

    boolean isTrue() {
      return present.stream().anyMatch(absent::contains);
    }

    int size() {
      return present.size() + absent.size();
    }
  }

  RichRules(Semantics.Lookup lookup, int owner, Relation relation) {
    this.lookup = lookup;
    this.owner = owner;
    this.relation = relation;
  }

  /** The names within a rich dependency; none if it cannot be read. */
  static Stream<String> names(String text) {
    return read(text).stream().flatMap(RichRules::names);
  }

  /** What holds where the owner requires the dependency. */
  List<Rule.Need> required() {
    return needs(clauses(true));
  }

  /** What holds where the owner conflicts with it; it never conflicts with itself. */
  List<Rule> excluded() {
    List<Rule> rules = new ArrayList<>();
    for (Rule.Need need : needs(clauses(false))) {
      if (need.present().length == 0) {
        if (need.absent().length == 1) {
          rules.add(new Rule.Exclusion(owner, need.absent(), Optional.of(relation)));
        }
        if (need.absent().length < 2) {
          continue;
        }
      }
      rules.add(need);
    }
    return rules;
  }

  private List<Rule.Need> needs(List<Clause> clauses) {
    return clauses.stream()
        .filter(clause -> !clause.present().contains(owner))
        .map(clause ->
            new Rule.Need(
                owner,
                numbers(clause.present()),
                numbers(clause.absent().stream().filter(number -> number != owner).toList()),
                relation))
        .toList();
  }

  private static int[] numbers(Collection<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Clause> clauses(boolean wanted) {
    try {
      return read(relation.alternatives().getFirst().name())
          .map(formula -> clauses(formula, wanted))
          .orElse(FAILS);
    } catch (TooLarge e) {
      return FAILS;
    }
  }

  private static Optional<RichDependency> read(String text) {
    try {
      return Optional.of(RichDependency.parse(text));
    } catch (EdosException unreadable) {
      return Optional.empty();
    }
  }

  private static Stream<String> names(RichDependency formula) {
    return switch (formula) {
      case Named named -> Stream.of(named.capability().name());
      case All all -> all.parts().stream().flatMap(RichRules::names);
      case Any any -> any.parts().stream().flatMap(RichRules::names);
      case With with -> with.parts().stream().flatMap(RichRules::names);
      case Without without ->
          Stream.of(without.wanted(), without.unwanted()).flatMap(RichRules::names);
      case If when ->
          Stream.concat(Stream.of(when.wanted(), when.condition()), when.otherwise().stream())
              .flatMap(RichRules::names);
      case Unless when ->
          Stream.concat(Stream.of(when.wanted(), when.condition()), when.otherwise().stream())
              .flatMap(RichRules::names);
    };
  }

  /** The formula, or its contrary, as clauses all of which hold. */
  private List<Clause> clauses(RichDependency formula, boolean wanted) {
    return switch (formula) {
      case Named named when RpmSemantics.isOfRpmItself(named.capability()) ->
          wanted ? HOLDS : FAILS;
      case Named named -> clauses(packages(named), wanted);
      case With with -> clauses(packages(with), wanted);
      case Without without -> clauses(packages(without), wanted);
      case All all -> joined(all.parts(), wanted, wanted);
      case Any any -> joined(any.parts(), wanted, !wanted);
      case If when ->
          chosen(when.condition(), Optional.of(when.wanted()), when.otherwise(), true, wanted);
      case Unless when ->
          chosen(when.condition(), when.otherwise(), Optional.of(when.wanted()), false, wanted);
    };
  }

  private static List<Clause> clauses(Set<Integer> packages, boolean wanted) {
    return wanted
        ? List.of(new Clause(packages, Set.of()))
        : packages.stream().map(one -> new Clause(Set.of(), Set.of(one))).toList();
  }

  private List<Clause> joined(List<RichDependency> parts, boolean wanted, boolean each) {
    List<Clause> joined = each ? HOLDS : FAILS;
    for (RichDependency part : parts) {
      List<Clause> next = clauses(part, wanted);
      joined = each ? both(joined, next) : either(joined, next);
    }
    return joined;
  }

  /**
   * What holds with the condition, and what holds without it; a part that is not there counts as
   * {@code missing}. The contrary of such a choice is the choice between the contraries.
   */
  private List<Clause> chosen(
      RichDependency condition,
      Optional<RichDependency> with,
      Optional<RichDependency> without,
      boolean missing,
      boolean wanted) {
    List<Clause> absent = missing == wanted ? HOLDS : FAILS;
    List<Clause> then = with.map(part -> clauses(part, wanted)).orElse(absent);
    List<Clause> otherwise = without.map(part -> clauses(part, wanted)).orElse(absent);
    return both(
        either(then, clauses(condition, false)), either(otherwise, clauses(condition, true)));
  }

  private static List<Clause> both(List<Clause> one, List<Clause> other) {
    Set<Clause> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return bounded(all);
  }

  private static List<Clause> either(List<Clause> one, List<Clause> other) {
    if ((long) one.size() * other.size() > MAX_CLAUSES) {
      throw new TooLarge();
    }
    Set<Clause> all = new LinkedHashSet<>();
    long literals = 0;
    for (Clause first : one) {
      for (Clause second : other) {
        Clause clause = first.or(second);
        if (!clause.isTrue() && all.add(clause)) {
          literals += clause.size();
          if (literals > MAX_LITERALS) {
            throw new TooLarge();
          }
        }
      }
    }
    return bounded(all);
  }

  private static List<Clause> bounded(Set<Clause> clauses) {
    if (clauses.size() > MAX_CLAUSES) {
      throw new TooLarge();
    }
    return List.copyOf(clauses);
  }

  /** The packages each of which is what a formula about one package asks for. */
  private Set<Integer> packages(RichDependency formula) {
    return switch (formula) {
      case Named named -> packages(named.capability());
      case Any any -> {
        Set<Integer> all = new LinkedHashSet<>();
        any.parts().forEach(part -> all.addAll(packages(part)));
        yield all;
      }
      case With with -> {
        Set<Integer> all = new LinkedHashSet<>(packages(with.parts().getFirst()));
        with.parts().forEach(part -> all.retainAll(packages(part)));
        yield all;
      }
      case Without without -> {
        Set<Integer> all = new LinkedHashSet<>(packages(without.wanted()));
        all.removeAll(packages(without.unwanted()));
        yield all;
      }
      case All all -> throw new IllegalStateException("not about one package: " + all);
      case If when -> throw new IllegalStateException("not about one package: " + when);
      case Unless when -> throw new IllegalStateException("not about one package: " + when);
    };
  }

  private Set<Integer> packages(Capability capability) {
    Relation plain = new Relation(Relation.Kind.REQUIRES, List.of(capability));
    Set<Integer> found = new LinkedHashSet<>();
    Arrays.stream(lookup.satisfying(owner, plain)).forEach(found::add);
    return found;
  }

  /** A formula is too large to be written as clauses. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
