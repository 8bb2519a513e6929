package org.edos.core.attribute;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.attribute.Licence.Both;
import org.edos.core.attribute.Licence.Either;
import org.edos.core.attribute.Licence.Single;
import org.edos.core.attribute.Licence.Terms;

/**
 * Licence expressions as a conjunction of choices, or as a choice of conjunctions. Sets of licences
 * are sets of numbers while they are made. Used by one thread.
 */
final class NormalForm {
  private final int most;
  private final Map<Single, Integer> numbers = new LinkedHashMap<>();

  private NormalForm(int most) {
    this.most = most;
  }

  /**
   * The choices that all bind.
   *
   * @throws EdosException (usage) if there are more than {@code most}
   */
  static List<List<Single>> choices(Terms terms, int most) {
    NormalForm form = new NormalForm(most);
    return form.named(form.choices(terms));
  }

  /**
   * The conjunctions of which one is chosen.
   *
   * @throws EdosException (usage) if there are more than {@code most}
   */
  static List<List<Single>> conjunctions(Terms terms, int most) {
    NormalForm form = new NormalForm(most);
    return form.named(form.conjunctions(terms));
  }

  private Set<BitSet> choices(Terms terms) {
    return switch (terms) {
      case Single single -> alone(single);
      case Both both -> union(both.parts().stream().map(this::choices).toList());
      case Either either -> product(either.choices().stream().map(this::choices).toList());
    };
  }

  private Set<BitSet> conjunctions(Terms terms) {
    return switch (terms) {
      case Single single -> alone(single);
      case Either either -> union(either.choices().stream().map(this::conjunctions).toList());
      case Both both -> product(both.parts().stream().map(this::conjunctions).toList());
    };
  }

  private Set<BitSet> alone(Single single) {
    BitSet set = new BitSet();
    set.set(numbers.computeIfAbsent(single, one -> numbers.size()));
    return Set.of(set);
  }

  private Set<BitSet> union(List<Set<BitSet>> parts) {
    Set<BitSet> all = new LinkedHashSet<>();
    parts.forEach(all::addAll);
    return bounded(all);
  }

  private Set<BitSet> product(List<Set<BitSet>> parts) {
    Set<BitSet> product = Set.of(new BitSet());
    for (Set<BitSet> part : parts) {
      Set<BitSet> next = new LinkedHashSet<>();
      for (BitSet one : product) {
        for (BitSet other : part) {
          BitSet both = (BitSet) one.clone();
          both.or(other);
          next.add(both);
        }
        bounded(next);
      }
      product = next;
    }
    return product;
  }

  private Set<BitSet> bounded(Set<BitSet> sets) {
    if (sets.size() > most) {
      throw EdosException.usage(
          "a licence expression is too entangled: its normal form has more than "
              + most
              + " parts; write a simpler one");
    }
    return sets;
  }

  private List<List<Single>> named(Set<BitSet> sets) {
    List<Single> names = new ArrayList<>(numbers.keySet());
    return sets.stream().map(set -> set.stream().mapToObj(names::get).toList()).toList();
  }
}
