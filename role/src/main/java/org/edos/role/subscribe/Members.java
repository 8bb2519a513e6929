package org.edos.role.subscribe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Interests that are told of the same events. Used by one thread. */
final class Members {
  private final List<Standing> all = new ArrayList<>(1);

  void add(Standing standing) {
    standing.place = all.size();
    all.add(standing);
  }

  /** Takes one of these away; the last one takes its place. */
  void remove(Standing standing) {
    Standing last = all.removeLast();
    if (last != standing) {
      last.place = standing.place;
      all.set(standing.place, last);
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void forEach(Consumer<Standing> sink) {
    all.forEach(sink);
  }
}
