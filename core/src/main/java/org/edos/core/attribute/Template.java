package org.edos.core.attribute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.query.Approximation;

/**
 * What units are looked for: an expression for each of some kinds, all of which must match. The
 * empty one is matched by every unit. {@link #toString()} is the written form, which {@link #parse}
 * reads back: a line {@code KIND: EXPRESSION} for each kind.
 */
public final class Template implements Directory {
  /** Longest written form, in characters. */
  public static final int MAX_LENGTH = 8192;

  private final Map<Kind<?>, Part<?>> parts;

  /**
   * An expression with its kind.
   *
   * @param <A> attributes of the kind
   */
  public record Part<A extends Attribute<A>>(Kind<A> kind, Expression<A> expression) {
    boolean isMatchedBy(Statements statements) {
      return expression.isMatchedBy(statements.get(kind));
    }

    private boolean isMatchedBy(Template template) {
      return template.get(kind).map(mine -> mine.matches(expression)).orElse(false);
    }

    private Part<A> and(Expression<A> other) {
      return new Part<>(kind, Expression.all(List.of(expression, other)));
    }

    @Override
    public String toString() {
      return kind + ": " + expression;
    }
  }

  private Template(Map<Kind<?>, Part<?>> parts) {
    this.parts = parts;
  }

  /** Matched by every unit. */
  public static Template any() {
    return new Template(Map.of());
  }

  /** The same with a further expression, which must hold beside one of that kind. */
  public <A extends Attribute<A>> Template with(Kind<A> kind, Expression<A> expression) {
    Map<Kind<?>, Part<?>> more = new TreeMap<>(parts);
    more.put(
        kind,
        get(kind)
            .map(known -> new Part<>(kind, known).and(expression))
            .orElseGet(() -> new Part<>(kind, expression)));
    return new Template(more);
  }

  /**
   * Reads the written form: lines {@code KIND: EXPRESSION}, those of one kind taken together.
   *
   * @throws EdosException (usage) if it is malformed or too long
   */
  public static Template parse(String text) {
    return DirectoryText.read(text);
  }

  /** The expressions, in the order of kinds. */
  public List<Part<?>> parts() {
    return List.copyOf(parts.values());
  }

  /** The expression of a kind, if there is one. */
  @SuppressWarnings("unchecked") // A part stands under its own kind.
  public <A extends Attribute<A>> Optional<Expression<A>> get(Kind<A> kind) {
    return Optional.ofNullable((Part<A>) parts.get(kind)).map(Part::expression);
  }

  /**
   * What an index can tell of it: a condition that every unit's document satisfies whose signature
   * matches; where it is exact, no other does.
   */
  public Approximation condition() {
    return Compiling.of(this);
  }

  @Override
  public boolean matches(Template template) {
    return template.parts.values().stream().allMatch(part -> part.isMatchedBy(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Template that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return String.join("\n", parts.values().stream().map(Part::toString).toList());
  }
}
