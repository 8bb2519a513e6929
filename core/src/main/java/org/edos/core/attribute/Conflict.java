package org.edos.core.attribute;

/**
 * What a unit cannot be beside. A conflict substitutes another if it keeps away whatever the other
 * keeps away: {@code exim4} substitutes {@code exim4 < 5}.
 *
 * @param with what is kept away
 */
public record Conflict(Functionality with) implements Attribute<Conflict> {
  @Override
  public boolean substitutes(Conflict wanted) {
    return wanted.with.substitutes(with);
  }

  /** Whether it is with this. */
  public boolean concerns(Functionality offered) {
    return offered.substitutes(with);
  }

  static Conflict parse(String text) {
    return new Conflict(Functionality.parse(text));
  }

  @Override
  public String toString() {
    return with.toString();
  }
}
