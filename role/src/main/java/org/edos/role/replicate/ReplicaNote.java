package org.edos.role.replicate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.edos.core.swarm.Replica;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * What a mirror was told of one unit.
 *
 * @param turn grows with each telling; of two notes that name a package, the later holds
 * @param leaves the packages and utilities of it, with their contents
 * @param contents these contents' sizes
 * @param replica the same, counted
 */
record ReplicaNote(
    UnitId unit,
    long turn,
    State state,
    Map<UnitId, Sha256> leaves,
    Map<Sha256, Long> contents,
    Replica replica) {
  /** What is to be done with a unit. */
  enum State {
    /** It is to be here. */
    HELD,
    /** It is to be left out, and what is here of it may not have been removed yet. */
    DROPPING,
    /** It is to be left out. */
    DROPPED
  }

  static ReplicaNote of(UnitId unit, long turn, State state, Extent extent) {
    long bytes = sum(extent.contents());
    Replica replica = new Replica(unit, extent.contents().size(), bytes);
    return new ReplicaNote(
        unit, turn, state, Map.copyOf(extent.leaves()), Map.copyOf(extent.contents()), replica);
  }

  static long sum(Map<Sha256, Long> contents) {
    return contents.values().stream().mapToLong(Long::longValue).sum();
  }

  ReplicaNote dropped() {
    return new ReplicaNote(unit, turn, State.DROPPED, leaves, contents, replica);
  }

  boolean isHeld() {
    return state == State.HELD;
  }

  byte[] write() {
    StringBuilder text = new StringBuilder(state + " " + turn + " " + unit + "\n");
    leaves.forEach((leaf, content) ->
        text.append(content.hex())
            .append(' ')
            .append(contents.get(content))
            .append(' ')
            .append(leaf)
            .append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #write} wrote. */
  static ReplicaNote read(byte[] document) {
    List<String> lines = new String(document, StandardCharsets.UTF_8).lines().toList();
    String[] head = lines.getFirst().split(" ", 3);
    Map<UnitId, Sha256> leaves = new LinkedHashMap<>();
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] leaf = line.split(" ", 3);
      Sha256 content = new Sha256(leaf[0]);
      leaves.put(UnitId.parse(leaf[2]), content);
      contents.put(content, Long.parseLong(leaf[1]));
    }
    Extent extent = new Extent(leaves.keySet(), leaves, contents);
    return of(UnitId.parse(head[2]), Long.parseLong(head[1]), State.valueOf(head[0]), extent);
  }
}
