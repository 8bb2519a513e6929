package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Boolean expression of attributes of one kind; that kinds are not mixed is for the compiler to
 * see. Immutable. {@link #toString()} is its written form.
 *
 * @param <A> attributes of the kind
 */
public sealed interface Expression<A extends Attribute<A>> {
  /** Written instead of an attribute: that nothing is known. */
  String UNKNOWN = "unknown";

  /** An attribute that substitutes this one. */
  record Wanted<A extends Attribute<A>>(A attribute) implements Expression<A> {
    @Override
    public String toString() {
      return DirectoryText.quoted(attribute.toString());
    }
  }

  /** This attribute itself, nothing in its place; see {@link Attribute#is}. */
  record Itself<A extends Attribute<A>>(A attribute) implements Expression<A> {
    @Override
    public String toString() {
      return "=" + DirectoryText.quoted(attribute.toString());
    }
  }

  /** Nobody says anything of this kind. */
  record Unknown<A extends Attribute<A>>() implements Expression<A> {
    @Override
    public String toString() {
      return UNKNOWN;
    }
  }

  /** All of these hold; two or more, different, none itself an All. */
  record All<A extends Attribute<A>>(List<Expression<A>> parts) implements Expression<A> {
    /** Copies the list. */
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof Any ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" and "));
    }
  }

  /** One of these holds; two or more, different, none itself an Any. */
  record Any<A extends Attribute<A>>(List<Expression<A>> parts) implements Expression<A> {
    /** Copies the list. */
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return parts.stream().map(Expression::toString).collect(Collectors.joining(" or "));
    }
  }

  /** This does not hold; never itself of a Not. */
  record Not<A extends Attribute<A>>(Expression<A> expression) implements Expression<A> {
    @Override
    public String toString() {
      return expression instanceof All || expression instanceof Any
          ? "not (" + expression + ")"
          : "not " + expression;
    }
  }

  /**
   * All of these hold, in normal form.
   *
   * @param parts at least one
   */
  static <A extends Attribute<A>> Expression<A> all(List<Expression<A>> parts) {
    Set<Expression<A>> flat = new LinkedHashSet<>();
    for (Expression<A> part : parts) {
      if (part instanceof All<A> inner) {
        flat.addAll(inner.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.iterator().next() : new All<>(requireSome(flat));
  }

  /**
   * One of these holds, in normal form.
   *
   * @param parts at least one
   */
  static <A extends Attribute<A>> Expression<A> any(List<Expression<A>> parts) {
    Set<Expression<A>> flat = new LinkedHashSet<>();
    for (Expression<A> part : parts) {
      if (part instanceof Any<A> inner) {
        flat.addAll(inner.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.iterator().next() : new Any<>(requireSome(flat));
  }

  private static <A extends Attribute<A>> List<Expression<A>> requireSome(Set<Expression<A>> flat) {
    if (flat.isEmpty()) {
      throw new IllegalArgumentException("an expression has at least one part");
    }
    return new ArrayList<>(flat);
  }

  /** This does not hold, in normal form. */
  static <A extends Attribute<A>> Expression<A> not(Expression<A> expression) {
    return expression instanceof Not<A> not ? not.expression() : new Not<>(expression);
  }

  /** Whether what is known of a unit matches. What is unknown matches no attribute. */
  default boolean isMatchedBy(Known<A> known) {
    return switch (this) {
      case Wanted<A> wanted -> known.offers(wanted.attribute());
      case Itself<A> itself -> known.list().stream().anyMatch(a -> a.is(itself.attribute()));
      case Unknown<A> unknown -> known.isUnknown();
      case All<A> all -> all.parts().stream().allMatch(part -> part.isMatchedBy(known));
      case Any<A> any -> any.parts().stream().anyMatch(part -> part.isMatchedBy(known));
      case Not<A> not -> !not.expression().isMatchedBy(known);
    };
  }

  /**
   * Whether this matches another expression: whatever is known of a unit that matches this one
   * matches the other. Told from the substitutability of the attributes named alone, so that
   * nothing is said to match that does not; that they exhaust what there is, is not seen.
   *
   * @throws org.edos.core.EdosException (usage) if the expressions are too entangled to be decided
   */
  default boolean matches(Expression<A> other) {
    return Entailment.holds(this, other);
  }
}
