package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.unit.UnitId;

/**
 * What must hold of units: when they are created, and when they are installed. Pure functions; each
 * tells everything that is wrong, a sentence for each, and nothing where all is well.
 */
public final class IntegrityRules {
  /** Attributes that every unit has at least one of. */
  private static final List<Kind<?>> MANDATORY =
      List.of(Kind.LOCALISATION, Kind.VERSION, Kind.FUNCTIONALITY);

  private static final int MAX_COMPLAINTS = 20;

  private IntegrityRules() {}

  /**
   * The rule of creation, for whoever publishes units: mandatory attributes are there and well
   * formed; the members of a collection exist, each is of a type of the collection, and none holds
   * the collection, at any depth.
   *
   * @param unit to be created
   * @param known the signatures of units that exist, or are created at the same time; asked for the
   *     members of collections alone
   * @return what is wrong, at most {@value #MAX_COMPLAINTS} sentences
   */
  public static List<String> creation(Signature unit, Function<UnitId, Optional<Signature>> known) {
    List<String> wrong = new ArrayList<>();
    for (Kind<?> kind : MANDATORY) {
      if (unit.get(kind).list().isEmpty()) {
        wrong.add("%s has no %s; every unit states one".formatted(unit.id(), kind));
      }
    }
    if (unit.get(Kind.LOCALISATION).list().stream()
        .anyMatch(one -> !one.equals(new Localisation.Identity(unit.id())))) {
      wrong.add(unit.id() + " is said to be found as another unit; its localisation is its id");
    }
    for (Functionality functionality : unit.get(Kind.FUNCTIONALITY).list()) {
      if (functionality.name().chars().anyMatch(Character::isISOControl)) {
        wrong.add(unit.id() + " provides a capability whose name is no printable text");
      }
    }
    if (!unit.get(Kind.MEMBER).list().isEmpty()) {
      members(unit, known, wrong);
    }
    return wrong.size() > MAX_COMPLAINTS ? wrong.subList(0, MAX_COMPLAINTS) : wrong;
  }

  /**
   * The same as a refusal.
   *
   * @throws EdosException (refused) if anything is wrong; the message says all of it
   */
  public static void requireCreation(Signature unit, Function<UnitId, Optional<Signature>> known) {
    List<String> wrong = creation(unit, known);
    if (!wrong.isEmpty()) {
      throw EdosException.refused(String.join("; ", wrong));
    }
  }

  private static void members(
      Signature unit, Function<UnitId, Optional<Signature>> known, List<String> wrong) {
    Set<UnitId> seen = new HashSet<>();
    Known<Type> types = unit.get(Kind.TYPE);
    for (UnitId member : memberIds(unit)) {
      if (!seen.add(member)) {
        continue;
      }
      Optional<Signature> found = known.apply(member);
      if (found.isEmpty()) {
        wrong.add(
            "%s has the member %s, which does not exist; publish it first"
                .formatted(unit.id(), member));
        continue;
      }
      Known<Type> its = found.get().get(Kind.TYPE);
      if (!types.isUnknown() && !its.isUnknown() && !isOfOne(its, types)) {
        wrong.add(
            "%s is of the types %s, its member %s is of none of them but of %s; add one of these to the collection's types, or leave the member out"
                .formatted(unit.id(), types.list(), member, its.list()));
      }
      if (wrong.size() > MAX_COMPLAINTS) {
        return;
      }
    }
    cycle(unit, known).ifPresent(wrong::add);
  }

  private static List<UnitId> memberIds(Signature unit) {
    List<UnitId> ids = new ArrayList<>();
    for (Member member : unit.get(Kind.MEMBER).list()) {
      if (member.unit() instanceof Localisation.Identity identity) {
        ids.add(identity.id());
      }
    }
    return ids;
  }

  /** Whether a unit is of one of a collection's types; an empty collection is of every one. */
  private static boolean isOfOne(Known<Type> member, Known<Type> collection) {
    return member.list().isEmpty() || collection.list().stream().anyMatch(member::offers);
  }

  /** A sentence about the way from a collection back to itself, if there is one. */
  private static Optional<String> cycle(
      Signature unit, Function<UnitId, Optional<Signature>> known) {
    Map<UnitId, UnitId> holders = new HashMap<>();
    List<UnitId> open = new ArrayList<>();
    for (UnitId member : memberIds(unit)) {
      holders.put(member, unit.id());
      open.add(member);
    }
    while (!open.isEmpty()) {
      UnitId next = open.removeLast();
      if (next.equals(unit.id())) {
        UnitId holder = holders.getOrDefault(next, next);
        return Optional.of(
            "%s would hold itself, through %s; take that out first".formatted(next, holder));
      }
      known
          .apply(next)
          .map(IntegrityRules::memberIds)
          .orElse(List.of())
          .forEach(member -> {
            if (holders.putIfAbsent(member, next) == null) {
              open.add(member);
            }
          });
    }
    return Optional.empty();
  }

  /**
   * The rule of installation: what a unit requires is there, or it brings it itself; it conflicts
   * with nothing that is there, and nothing there with it. Other versions of the unit make room for
   * it, and so are neither in its way nor of help. Whether there is a set of further units with
   * which it could be installed is for a solver to say.
   *
   * @param unit to be installed
   * @param state of the machine
   * @return what is wrong
   */
  public static List<String> installation(Signature unit, State state) {
    List<String> wrong = new ArrayList<>();
    for (Requirement requirement : unit.get(Kind.REQUIREMENT).list()) {
      boolean met =
          unit.get(Kind.FUNCTIONALITY).list().stream().anyMatch(requirement::isMetBy)
              || requirement.alternatives().stream()
                  .anyMatch(asked ->
                      state.provided(asked.name()).stream()
                          .filter(provided -> !isOther(provided.by(), unit))
                          .anyMatch(provided -> provided.functionality().substitutes(asked)));
      if (!met) {
        wrong.add("%s requires %s, which nothing provides".formatted(unit.id(), requirement));
      }
    }
    for (Conflict conflict : unit.get(Kind.CONFLICT).list()) {
      state.provided(conflict.with().name()).stream()
          .filter(provided -> !isOther(provided.by(), unit))
          .filter(provided -> conflict.concerns(provided.functionality()))
          .forEach(provided -> wrong.add(conflict(unit, conflict, provided.by())));
    }
    for (Signature other : state.units()) {
      if (!isOther(other, unit)) {
        other.get(Kind.CONFLICT).list().stream()
            .filter(conflict ->
                unit.get(Kind.FUNCTIONALITY).list().stream().anyMatch(conflict::concerns))
            .forEach(conflict -> wrong.add(conflict(other, conflict, unit)));
      }
    }
    return wrong.stream().distinct().toList();
  }

  private static String conflict(Signature one, Conflict conflict, Signature other) {
    return "%s conflicts with %s, which %s provides".formatted(one.id(), conflict, other.id());
  }

  private static boolean isOther(Signature other, Signature unit) {
    return other.id().name().equals(unit.id().name());
  }
}
