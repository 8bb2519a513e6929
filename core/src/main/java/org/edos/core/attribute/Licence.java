package org.edos.core.attribute;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.jspecify.annotations.Nullable;

/**
 * The terms under which a unit comes: an SPDX licence expression. It substitutes another if what
 * comes under it may be passed on under the other, by the table of compatible licences: a choice
 * ({@code OR}) substitutes what one of its licences does, a conjunction ({@code AND}) what each
 * does. Whoever wants a choice wants to have it, and who is bound to several licences may be bound
 * to each.
 *
 * <p>Terms are a distributive lattice over the licences, in which a choice is the meet and a
 * conjunction the join; substitution is its order, decided on the normal forms that fit: what is
 * offered as a conjunction of choices, what is wanted as a choice of conjunctions.
 */
public final class Licence implements Attribute<Licence> {
  private static final int MOST_OFFERED = 4096;
  private static final int MOST_WANTED = 64;

  private final Terms terms;
  private final List<List<Single>> choices;
  private final List<List<Single>> conjunctions;

  private Licence(Terms terms, int mostConjunctions) {
    this.terms = terms;
    this.choices = NormalForm.choices(terms, MOST_OFFERED);
    this.conjunctions = NormalForm.conjunctions(terms, mostConjunctions);
  }

  /** A licence expression. */
  public sealed interface Terms {}

  /**
   * One licence; the case of its name does not matter.
   *
   * @param name an SPDX identifier, or what the package says instead of one
   * @param exception the additional permission; empty for none
   */
  public record Single(String name, String exception) implements Terms {
    @Override
    public String toString() {
      return exception.isEmpty() ? name : name + " WITH " + exception;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Single that
          && name.equalsIgnoreCase(that.name)
          && exception.equalsIgnoreCase(that.exception);
    }

    @Override
    public int hashCode() {
      return toString().toLowerCase(Locale.ROOT).hashCode();
    }

    /** Whether what comes under this may be passed on under that. */
    boolean serves(Single wanted) {
      if (equals(wanted)) {
        return true;
      }
      LicenceTable table = LicenceTable.get();
      return (name.equalsIgnoreCase(wanted.name) || table.serves(name, wanted.name))
          && (wanted.exception.isEmpty()
              || wanted.exception.equalsIgnoreCase(exception)
              || table.isPermissive(name));
    }
  }

  /** The receiver chooses one of these; two or more. */
  public record Either(List<Terms> choices) implements Terms {
    /** Copies the list. */
    public Either {
      choices = List.copyOf(choices);
    }

    @Override
    public String toString() {
      return joined(choices, " OR ");
    }
  }

  /** All of these bind; two or more. */
  public record Both(List<Terms> parts) implements Terms {
    /** Copies the list. */
    public Both {
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return joined(parts, " AND ");
    }
  }

  private static String joined(List<Terms> terms, String by) {
    return terms.stream()
        .map(term -> term instanceof Single ? term.toString() : "(" + term + ")")
        .collect(Collectors.joining(by));
  }

  /**
   * What a package says of its licence. Text that is no licence expression, or one beyond all
   * bounds, is a licence of its own, which nothing but itself substitutes.
   */
  public static Licence said(String text) {
    if (text.length() <= MAX_LENGTH) {
      try {
        return new Licence(LicenceParser.read(text), MOST_OFFERED);
      } catch (EdosException malformed) {
        // Packages say many things; what cannot be read is told as it stands.
      }
    }
    String stripped = text.strip();
    String name = stripped.substring(0, Math.min(stripped.length(), MAX_LENGTH));
    return new Licence(new Single(name, ""), MOST_OFFERED);
  }

  /**
   * Reads an SPDX expression, or the short names that Debian and Fedora used.
   *
   * @throws EdosException (usage) if it is none, or one whose normal form has more than {@value
   *     #MOST_WANTED} conjunctions: each is looked at for each unit
   */
  static Licence parse(String text) {
    return new Licence(LicenceParser.read(text), MOST_WANTED);
  }

  /** The expression, with names as SPDX has them. */
  public Terms terms() {
    return terms;
  }

  @Override
  public boolean substitutes(Licence wanted) {
    return choices.stream()
        .allMatch(choice ->
            wanted.conjunctions.stream()
                .allMatch(bound ->
                    choice.stream().anyMatch(one -> bound.stream().anyMatch(one::serves))));
  }

  /** Whether every licence that is named in the wanted one is named in this one. */
  @Override
  public boolean is(Licence wanted) {
    return names(terms).containsAll(names(wanted.terms));
  }

  /** The licences that are named in terms. */
  static Set<Single> names(Terms terms) {
    Set<Single> names = new HashSet<>();
    collect(terms, names);
    return names;
  }

  private static void collect(Terms terms, Set<Single> names) {
    switch (terms) {
      case Single single -> names.add(single);
      case Either either -> either.choices().forEach(choice -> collect(choice, names));
      case Both both -> both.parts().forEach(part -> collect(part, names));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Licence that && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return terms.toString();
  }
}
