package org.edos.core.attribute;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.edos.core.EdosException;

/**
 * Whether one expression follows from another: the first and the negation of the second contradict
 * each other on every branch (a semantic tableau). A branch contradicts itself if an attribute that
 * it wants substitutes one that it must not have: since substitution is transitive, there is a unit
 * for every other branch. Used by one thread.
 *
 * @param <A> attributes of the kind
 */
final class Entailment<A extends Attribute<A>> {
  private static final int MAX_BRANCHES = 20_000;

  private int branches;

  private Entailment() {}

  /** An expression that must hold, or must not. */
  private record Claim<A extends Attribute<A>>(Expression<A> expression, boolean holds) {}

  static <A extends Attribute<A>> boolean holds(Expression<A> one, Expression<A> other) {
    Deque<Claim<A>> open = new ArrayDeque<>();
    open.push(new Claim<>(other, false));
    open.push(new Claim<>(one, true));
    return new Entailment<A>().closes(open, List.of());
  }

  /** Whether no unit can satisfy these claims. */
  private boolean closes(Deque<Claim<A>> claims, List<Claim<A>> found) {
    if (++branches > MAX_BRANCHES) {
      throw EdosException.usage("the expressions are too entangled to be compared; simplify them");
    }
    Deque<Claim<A>> open = new ArrayDeque<>(claims);
    List<Claim<A>> literals = new ArrayList<>(found);
    while (!open.isEmpty()) {
      Claim<A> claim = open.pop();
      boolean holds = claim.holds();
      switch (claim.expression()) {
        case Expression.Not<A> not -> open.push(new Claim<>(not.expression(), !holds));
        case Expression.All<A> all -> {
          if (!holds) {
            return eachCloses(all.parts(), false, open, literals);
          }
          all.parts().forEach(part -> open.push(new Claim<>(part, true)));
        }
        case Expression.Any<A> any -> {
          if (holds) {
            return eachCloses(any.parts(), true, open, literals);
          }
          any.parts().forEach(part -> open.push(new Claim<>(part, false)));
        }
        case Expression.Wanted<A> wanted -> literals.add(claim);
        case Expression.Itself<A> itself -> literals.add(claim);
        case Expression.Unknown<A> unknown -> literals.add(claim);
      }
    }
    return contradict(literals);
  }

  private boolean eachCloses(
      List<Expression<A>> parts, boolean holds, Deque<Claim<A>> open, List<Claim<A>> literals) {
    for (Expression<A> part : parts) {
      open.push(new Claim<>(part, holds));
      if (!closes(open, literals)) {
        return false;
      }
      open.pop();
    }
    return true;
  }

  private boolean contradict(List<Claim<A>> literals) {
    for (Claim<A> one : literals) {
      for (Claim<A> other : literals) {
        if (one.holds() && contradict(one.expression(), other.expression(), other.holds())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean contradict(Expression<A> held, Expression<A> other, boolean holds) {
    if (holds) {
      return held instanceof Expression.Unknown && !(other instanceof Expression.Unknown);
    }
    return held.equals(other)
        || (held instanceof Expression.Wanted<A> offered
            && other instanceof Expression.Wanted<A> wanted
            && offered.attribute().substitutes(wanted.attribute()));
  }
}
