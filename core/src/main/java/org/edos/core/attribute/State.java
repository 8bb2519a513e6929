package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a machine has: the units that are installed, and the attributes of all of them together.
 * Immutable.
 */
public final class State implements Directory {
  /** A capability with the unit that provides it. */
  record Provided(Signature by, Functionality functionality) {}

  private final List<Signature> units;
  private final Map<String, List<Provided>> provided = new HashMap<>();

  /** A machine with these units. */
  public State(List<Signature> units) {
    this.units = List.copyOf(units);
    for (Signature unit : this.units) {
      for (Functionality functionality : unit.get(Kind.FUNCTIONALITY).list()) {
        provided
            .computeIfAbsent(functionality.name(), name -> new ArrayList<>())
            .add(new Provided(unit, functionality));
      }
    }
  }

  /** The units. */
  public List<Signature> units() {
    return units;
  }

  /** Who provides a capability of that name. */
  List<Provided> provided(String name) {
    return provided.getOrDefault(name, List.of());
  }

  /** What is known in a kind: what any of the units says. */
  public <A extends Attribute<A>> Known<A> get(Kind<A> kind) {
    Set<A> all = new LinkedHashSet<>();
    boolean any = units.isEmpty();
    for (Signature unit : units) {
      any |= !unit.get(kind).isUnknown();
      all.addAll(unit.get(kind).list());
    }
    return any ? Known.of(kind, List.copyOf(all)) : Known.unknown(kind);
  }

  @Override
  public boolean matches(Template template) {
    List<Known<?>> all = new ArrayList<>();
    template.parts().forEach(part -> all.add(get(part.kind())));
    return Statements.of(all).match(template);
  }
}
