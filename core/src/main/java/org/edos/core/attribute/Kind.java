package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.edos.core.EdosException;

/**
 * A kind of attribute: its name and how it is written. There are ten; kinds are compared by
 * identity.
 *
 * @param <A> attributes of this kind
 */
public final class Kind<A extends Attribute<A>> implements Comparable<Kind<?>> {
  private static final List<Kind<?>> KNOWN = new ArrayList<>();

  /** What a unit is called. */
  public static final Kind<Localisation> LOCALISATION =
      new Kind<>("localisation", Localisation::parse, "localization", "name", "id");

  /** The types that a unit is of. */
  public static final Kind<Type> TYPE = new Kind<>("type", Type::parse, "types");

  /** Which version it is. */
  public static final Kind<Version> VERSION = new Kind<>("version", Version::parse);

  /** Since which version it says to stand in for older ones. */
  public static final Kind<Compatibility> COMPATIBILITY =
      new Kind<>("compatibility", Compatibility::parse, "compatible");

  /** Under which terms it comes. */
  public static final Kind<Licence> LICENCE = new Kind<>("license", Licence::parse, "licence");

  /** What it is, in words. */
  public static final Kind<Description> DESCRIPTION = new Kind<>("description", Description::parse);

  /** What it can. */
  public static final Kind<Functionality> FUNCTIONALITY =
      new Kind<>("functionality", Functionality::parse, "functionalities", "provides");

  /** What it needs. */
  public static final Kind<Requirement> REQUIREMENT =
      new Kind<>("requirement", Requirement::parse, "requirements", "requires");

  /** What it cannot be beside. */
  public static final Kind<Conflict> CONFLICT =
      new Kind<>("conflict", Conflict::parse, "conflicts");

  /** What it consists of. */
  public static final Kind<Member> MEMBER = new Kind<>("member", Member::parse, "members");

  private static final List<Kind<?>> ALL = List.copyOf(KNOWN);

  private final String name;
  private final Function<String, A> parser;
  private final List<String> otherNames;
  private final int place;

  private Kind(String name, Function<String, A> parser, String... otherNames) {
    this.name = name;
    this.parser = parser;
    this.otherNames = List.of(otherNames);
    this.place = KNOWN.size();
    KNOWN.add(this);
  }

  /** All kinds, in the order in which directories are written. */
  public static List<Kind<?>> all() {
    return ALL;
  }

  /** The kind of that name, or of a usual other one. */
  public static Optional<Kind<?>> of(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(kind -> kind.name.equals(folded) || kind.otherNames.contains(folded))
        .findFirst();
  }

  /**
   * Reads a wanted attribute of this kind.
   *
   * @throws EdosException (usage) if the text is no attribute of this kind
   */
  public A parse(String text) {
    if (text.isBlank()
        || text.length() > Attribute.MAX_LENGTH
        || text.chars().anyMatch(Character::isISOControl)) {
      throw EdosException.usage(
          "a " + name + " is printable text of 1 to " + Attribute.MAX_LENGTH + " characters");
    }
    return parser.apply(text.strip());
  }

  @Override
  public int compareTo(Kind<?> other) {
    return Integer.compare(place, other.place);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return place;
  }

  /** The name by which it is written. */
  @Override
  public String toString() {
    return name;
  }
}
