package org.edos.core.attribute;

/**
 * A unit that a collection holds.
 *
 * @param unit what it is called; substitutes as {@link Localisation} does
 */
public record Member(Localisation unit) implements Attribute<Member> {
  @Override
  public boolean substitutes(Member wanted) {
    return unit.substitutes(wanted.unit());
  }

  @Override
  public boolean is(Member wanted) {
    return substitutes(wanted);
  }

  static Member parse(String text) {
    return new Member(Localisation.parse(text));
  }

  @Override
  public String toString() {
    return unit.toString();
  }
}
