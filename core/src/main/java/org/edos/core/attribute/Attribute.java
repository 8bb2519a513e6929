package org.edos.core.attribute;

/**
 * Something said of a unit, of one kind. An attribute may stand in for another of its kind:
 * substitutability, which is more than equality. Every attribute substitutes itself, and of three
 * where the first substitutes the second and the second the third, the first substitutes the third.
 * Immutable.
 *
 * @param <A> its own kind, so that kinds are never mixed
 */
public sealed interface Attribute<A extends Attribute<A>>
    permits Localisation,
        Functionality,
        Licence,
        Version,
        Compatibility,
        Description,
        Type,
        Requirement,
        Conflict,
        Member {

  /** Longest written attribute, in characters. */
  int MAX_LENGTH = 1024;

  /** Whether this serves where the other is wanted. */
  boolean substitutes(A wanted);

  /** Whether this is the other itself, nothing in its place. */
  default boolean is(A wanted) {
    return equals(wanted);
  }
}
