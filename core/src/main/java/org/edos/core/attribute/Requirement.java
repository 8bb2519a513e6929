package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation;

/**
 * What a unit needs: one of some capabilities. A requirement substitutes another if whatever meets
 * it meets the other, too: {@code libc6 >= 2.36} substitutes {@code libc6}, and {@code libc6}
 * substitutes {@code libc6 | musl}.
 *
 * @param alternatives asked for; at least one
 */
public record Requirement(List<Functionality> alternatives) implements Attribute<Requirement> {
  private static final int MAX_ALTERNATIVES = 64;

  /** Copies the list. */
  public Requirement {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw EdosException.usage("a requirement asks for at least one capability");
    }
  }

  /** What a relation requires. */
  public static Requirement of(Relation relation) {
    return new Requirement(relation.alternatives().stream().map(Functionality::asked).toList());
  }

  @Override
  public boolean substitutes(Requirement wanted) {
    return alternatives.stream()
        .allMatch(mine -> wanted.alternatives.stream().anyMatch(mine::substitutes));
  }

  /** Whether one of the alternatives serves. */
  public boolean isMetBy(Functionality offered) {
    return alternatives.stream().anyMatch(offered::substitutes);
  }

  /** Reads {@code a >= 1 | b}. */
  static Requirement parse(String text) {
    if (text.startsWith("(")) {
      return new Requirement(List.of(Functionality.parse(text)));
    }
    String[] parts = text.split("\\|", -1);
    if (parts.length > MAX_ALTERNATIVES) {
      throw EdosException.usage("a requirement has at most " + MAX_ALTERNATIVES + " alternatives");
    }
    List<Functionality> alternatives = new ArrayList<>();
    for (String part : parts) {
      alternatives.add(Functionality.parse(part.strip()));
    }
    return new Requirement(alternatives);
  }

  @Override
  public String toString() {
    return alternatives.stream().map(Functionality::toString).collect(Collectors.joining(" | "));
  }
}
