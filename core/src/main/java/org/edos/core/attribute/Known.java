package org.edos.core.attribute;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a unit in one kind: its attributes, perhaps none; or nothing, where nobody says
 * whether there are any.
 *
 * @param <A> attributes of the kind
 * @param kind of attributes
 * @param attributes all that there are; empty if that is unknown
 */
public record Known<A extends Attribute<A>>(Kind<A> kind, Optional<List<A>> attributes) {
  /** Copies the list. */
  public Known {
    attributes = attributes.map(List::copyOf);
  }

  /** Exactly these. */
  public static <A extends Attribute<A>> Known<A> of(Kind<A> kind, List<A> attributes) {
    return new Known<>(kind, Optional.of(attributes));
  }

  /** Nobody says. */
  public static <A extends Attribute<A>> Known<A> unknown(Kind<A> kind) {
    return new Known<>(kind, Optional.empty());
  }

  /** Whether nobody says. */
  public boolean isUnknown() {
    return attributes.isEmpty();
  }

  /** The attributes; none where they are unknown. */
  public List<A> list() {
    return attributes.orElse(List.of());
  }

  /** Whether an attribute substitutes the wanted one. */
  public boolean offers(A wanted) {
    return list().stream().anyMatch(attribute -> attribute.substitutes(wanted));
  }

  /** Whether these serve wherever the others do. */
  public boolean substitutes(Known<A> other) {
    return other.list().stream().allMatch(this::offers);
  }
}
