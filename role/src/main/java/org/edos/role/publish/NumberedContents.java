package org.edos.role.publish;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edos.core.release.Composition;
import org.edos.core.unit.Sha256;

/** A release's contents by the positions in which wish lists count. Immutable. */
final class NumberedContents {
  private final List<Sha256> contents;
  private final long[] sizes;
  private final Map<Sha256, Integer> positions;

  private NumberedContents(Map<Sha256, Long> ordered) {
    contents = List.copyOf(ordered.keySet());
    sizes = ordered.values().stream().mapToLong(Long::longValue).toArray();
    positions = new HashMap<>(contents.size() * 2);
    contents.forEach(content -> positions.put(content, positions.size()));
  }

  static NumberedContents of(Composition composition) {
    return new NumberedContents(composition.contents());
  }

  int count() {
    return sizes.length;
  }

  long size(Sha256 content) {
    Integer position = positions.get(content);
    return position == null ? 0 : sizes[position];
  }

  long bytes(BitSet wanted) {
    return wanted.stream().mapToLong(position -> sizes[position]).sum();
  }

  /** Where these contents are. */
  BitSet of(Collection<Sha256> some) {
    BitSet found = new BitSet(sizes.length);
    for (Sha256 content : some) {
      Integer position = positions.get(content);
      if (position != null) {
        found.set(position);
      }
    }
    return found;
  }

  /** The contents at these positions, with their sizes. */
  Map<Sha256, Long> contents(BitSet wanted) {
    Map<Sha256, Long> found = new LinkedHashMap<>();
    wanted.stream().forEach(position -> found.put(contents.get(position), sizes[position]));
    return found;
  }

  /** What a swarm has to bring of a wish: contents of 0 bytes come by themselves. */
  BitSet toBring(BitSet wanted) {
    BitSet real = (BitSet) wanted.clone();
    wanted.stream().filter(position -> sizes[position] == 0).forEach(real::clear);
    return real;
  }
}
