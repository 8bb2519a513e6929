package org.edos.core.attribute;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is known of a unit or a machine in each of the kinds. Immutable. */
final class Statements {
  private final Map<Kind<?>, Known<?>> known;

  private Statements(Map<Kind<?>, Known<?>> known) {
    this.known = known;
  }

  /** These; of every other kind nothing is known. */
  static Statements of(Collection<Known<?>> said) {
    Map<Kind<?>, Known<?>> known = new TreeMap<>();
    Kind.all().forEach(kind -> known.put(kind, Known.unknown(kind)));
    said.forEach(one -> known.put(one.kind(), one));
    return new Statements(known);
  }

  /** The same but for one kind. */
  Statements with(Known<?> said) {
    Map<Kind<?>, Known<?>> changed = new TreeMap<>(known);
    changed.put(said.kind(), said);
    return new Statements(changed);
  }

  @SuppressWarnings("unchecked") // What is known stands under its own kind.
  <A extends Attribute<A>> Known<A> get(Kind<A> kind) {
    return (Known<A>) Objects.requireNonNull(known.get(kind));
  }

  List<Known<?>> all() {
    return List.copyOf(known.values());
  }

  boolean match(Template template) {
    return template.parts().stream().allMatch(part -> part.isMatchedBy(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Statements that && known.equals(that.known);
  }

  @Override
  public int hashCode() {
    return known.hashCode();
  }
}
