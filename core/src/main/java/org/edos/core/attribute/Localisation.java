package org.edos.core.attribute;

import org.edos.core.EdosException;
import org.edos.core.unit.UnitId;

/**
 * What a unit is called: its identity, or a name that units of all versions share. An identity
 * substitutes its name and itself, a name itself alone.
 */
public sealed interface Localisation extends Attribute<Localisation> {
  /** A unit's name. */
  String name();

  /** The unit of that identity. */
  record Identity(UnitId id) implements Localisation {
    @Override
    public String name() {
      return id.name();
    }

    @Override
    public String toString() {
      return id.toString();
    }
  }

  /** Units of that name. */
  record Name(String name) implements Localisation {
    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  default boolean substitutes(Localisation wanted) {
    return switch (wanted) {
      case Name name -> name.name().equals(name());
      case Identity identity -> equals(identity);
    };
  }

  /** Nothing stands in for a name but what has it. */
  @Override
  default boolean is(Localisation wanted) {
    return substitutes(wanted);
  }

  /**
   * Reads a unit's id or name.
   *
   * @throws EdosException (usage) if it begins like an id and is none
   */
  static Localisation parse(String text) {
    return text.startsWith("pkg:") || text.startsWith("edos:")
        ? new Identity(UnitId.parse(text))
        : new Name(text);
  }
}
