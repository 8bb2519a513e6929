package org.edos.core.attribute;

import java.util.List;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.unit.UnitId;

/**
 * What a unit is: its attributes of every kind. What its metadata do not say is said as unknown;
 * what they would say if there were any (requirements, say) is known to be none. Immutable.
 */
public final class Signature implements Directory {
  private static final List<Kind<?>> SUBSTITUTED =
      List.of(Kind.TYPE, Kind.LICENCE, Kind.FUNCTIONALITY, Kind.MEMBER, Kind.COMPATIBILITY);

  private final UnitId id;
  private final Statements statements;

  Signature(UnitId id, Statements statements) {
    this.id = id;
    this.statements = statements;
  }

  /** The signature of a unit; reads nothing but what is given. */
  public static Signature of(UnitMetadata metadata) {
    return SignatureMaking.of(metadata);
  }

  /** What a unit's identity alone tells of it; everything else is unknown. */
  public static Signature of(UnitId id) {
    return SignatureMaking.of(id);
  }

  /** The same unit with another statement of a kind, such as types that a collection declares. */
  public <A extends Attribute<A>> Signature with(Known<A> said) {
    return new Signature(id, statements.with(said));
  }

  /** The unit. */
  public UnitId id() {
    return id;
  }

  /** What is known in a kind. */
  public <A extends Attribute<A>> Known<A> get(Kind<A> kind) {
    return statements.get(kind);
  }

  /** What is known, in the order of kinds; there is one for each. */
  public List<Known<?>> all() {
    return statements.all();
  }

  @Override
  public boolean matches(Template template) {
    return statements.match(template);
  }

  /**
   * Whether this unit may take the other's place: it is of its types, can what it can, comes under
   * terms that serve as well, and needs nothing that the other does not need.
   */
  public boolean substitutes(Signature other) {
    return SUBSTITUTED.stream().allMatch(kind -> substitutes(kind, other))
        && other.get(Kind.REQUIREMENT).substitutes(get(Kind.REQUIREMENT))
        && other.get(Kind.CONFLICT).substitutes(get(Kind.CONFLICT));
  }

  private <A extends Attribute<A>> boolean substitutes(Kind<A> kind, Signature other) {
    return get(kind).substitutes(other.get(kind));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that
        && id.equals(that.id)
        && statements.equals(that.statements);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** A line for each kind. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Known<?> known : all()) {
      text.append(known.kind()).append(": ");
      text.append(
          known.isUnknown()
              ? Expression.UNKNOWN
              : String.join(", ", known.list().stream().map(Object::toString).toList()));
      text.append('\n');
    }
    return text.toString();
  }
}
