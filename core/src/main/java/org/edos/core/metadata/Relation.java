package org.edos.core.metadata;

import java.util.List;

/**
 * One dependency statement of a package, as its header or index makes it.
 *
 * @param kind what it states
 * @param alternatives any of which satisfies it; one for most, several for Debian's {@code a | b}
 */
public record Relation(Kind kind, List<Capability> alternatives) {
  /**
   * What a relation states; the names of both package formats are folded together where they mean
   * the same.
   */
  public enum Kind {
    REQUIRES,
    PRE_REQUIRES,
    RECOMMENDS,
    SUGGESTS,
    SUPPLEMENTS,
    ENHANCES,
    PROVIDES,
    CONFLICTS,
    BREAKS,
    REPLACES,
    OBSOLETES;

    /** The name in documents and queries: {@code pre-requires}. */
    public String element() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A named capability, perhaps of certain versions only.
   *
   * @param name package, virtual package, library or file name; a rich rpm dependency whole, in its
   *     parentheses
   * @param operator empty, or one of {@code < <= = >= >}
   * @param version empty when the operator is
   * @param architecture of which it must be, where that is said: Debian's {@code any} of {@code
   *     python3:any}, {@code native}, or an architecture's name; else empty
   */
  public record Capability(String name, String operator, String version, String architecture) {
    private static final List<String> OPERATORS = List.of("", "<", "<=", "=", ">=", ">");

    /** Refuses unknown operators. */
    public Capability {
      if (!OPERATORS.contains(operator) || operator.isEmpty() != version.isEmpty()) {
        throw new IllegalArgumentException(
            "operator '" + operator + "' with version '" + version + "'");
      }
    }

    /** A capability of whatever architecture serves. */
    public Capability(String name, String operator, String version) {
      this(name, operator, version, "");
    }

    /** A capability of any version. */
    public static Capability any(String name) {
      return new Capability(name, "", "");
    }

    @Override
    public String toString() {
      String named = architecture.isEmpty() ? name : name + ":" + architecture;
      return operator.isEmpty() ? named : named + " " + operator + " " + version;
    }
  }

  /** Copies the alternatives, of which there is at least one. */
  public Relation {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("a relation names at least one capability");
    }
  }
}
