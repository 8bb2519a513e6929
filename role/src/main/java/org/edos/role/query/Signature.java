package org.edos.role.query;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.query.Field;

/**
 * What a service may answer: by this, only the calls that matter to a query are made.
 *
 * @param roots names of the elements that its results are; none is the name of a field
 * @param names by which a query asks for its results: those of the roots, and of such elements in
 *     them as no document has of itself
 * @param calls services that calls in its results may name
 * @param validity how long a result holds if the call does not say
 */
public record Signature(
    Set<String> roots, Set<String> names, Set<String> calls, Duration validity) {
  /** Copies the sets, adds the roots to the names, and refuses roots that are fields. */
  public Signature {
    roots = Set.copyOf(roots);
    calls = Set.copyOf(calls);
    Set<String> all = new HashSet<>(names);
    all.addAll(roots);
    names = Set.copyOf(all);
    for (String name : names) {
      if (Arrays.stream(Field.values()).anyMatch(field -> field.toString().equals(name))) {
        throw EdosException.usage(
            "a service's results cannot be called '" + name + "', which is a field of documents");
      }
    }
  }

  /** Of a service whose results hold no calls. */
  public static Signature of(Duration validity, String root, String... names) {
    return new Signature(Set.of(root), Set.of(names), Set.of(), validity);
  }
}
