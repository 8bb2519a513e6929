package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;

/**
 * What the fields tell of a condition on a document. Immutable.
 *
 * @param upper holds wherever the condition does
 * @param exact whether it holds nowhere else
 */
public record Approximation(Query upper, boolean exact) {
  /** Every document satisfies it. */
  public static final Approximation TRUE = new Approximation(new Query.All(), true);

  /** No document does. */
  public static final Approximation FALSE = new Approximation(Query.NONE, true);

  /** Nothing is told. */
  public static final Approximation UNKNOWN = new Approximation(new Query.All(), false);

  /** The condition is this one. */
  public static Approximation exactly(Query query) {
    return new Approximation(query, true);
  }

  /** Wherever the condition holds, this one does. */
  public static Approximation within(Query upper) {
    return new Approximation(upper, false);
  }

  /** Of all these conditions together. */
  public static Approximation and(List<Approximation> parts) {
    List<Query> all = new ArrayList<>();
    parts.forEach(part -> all.add(part.upper()));
    Query upper = Query.and(all);
    return new Approximation(
        upper, upper.equals(Query.NONE) || parts.stream().allMatch(Approximation::exact));
  }

  /** Of one of these conditions. */
  public static Approximation or(List<Approximation> parts) {
    List<Query> any = new ArrayList<>();
    parts.forEach(part -> any.add(part.upper()));
    boolean certain = parts.stream().anyMatch(TRUE::equals);
    return new Approximation(
        Query.or(any), certain || parts.stream().allMatch(Approximation::exact));
  }

  /** Of the condition's contrary. */
  public Approximation not() {
    return exact ? exactly(Query.not(upper)) : UNKNOWN;
  }
}
