package org.edos.role.replicate;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.document.DocumentStore;
import org.jspecify.annotations.Nullable;

/**
 * Which single units a mirror was told to hold, and which not to; kept over restarts, a document
 * for each unit, so that each telling is noted whole or not at all. Its owner holds a lock; only
 * {@link #isDropped} may be asked without.
 */
final class ReplicaNotes {
  private static final String UNITS = "replicas/units/";
  private static final int MOST_LEAVES = 400_000;

  private final DocumentStore documents;
  private final Map<UnitId, ReplicaNote> notes = new HashMap<>();
  private final Map<UnitId, List<ReplicaNote>> ofLeaf = new ConcurrentHashMap<>();
  private final Map<Sha256, Set<UnitId>> ofContent = new HashMap<>();
  private long lastTurn;
  private int leaves;

  ReplicaNotes(DocumentStore documents) {
    this.documents = documents;
    for (String key : documents.keys(UNITS)) {
      documents.get(key).map(ReplicaNote::read).ifPresent(this::enter);
    }
  }

  private static String key(UnitId unit) {
    return UNITS + Sha256.of(unit.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }

  private void enter(ReplicaNote note) {
    leave(note.unit());
    notes.put(note.unit(), note);
    lastTurn = Math.max(lastTurn, note.turn());
    leaves += note.leaves().size();
    note.leaves()
        .forEach((leaf, content) -> {
          ofLeaf.merge(leaf, List.of(note), ReplicaNotes::joined);
          ofContent.computeIfAbsent(content, any -> new HashSet<>()).add(leaf);
        });
  }

  private static List<ReplicaNote> joined(List<ReplicaNote> some, List<ReplicaNote> others) {
    return Stream.concat(some.stream(), others.stream())
        .sorted(Comparator.comparingLong(ReplicaNote::turn).reversed())
        .toList();
  }

  private void leave(UnitId unit) {
    ReplicaNote note = notes.remove(unit);
    if (note == null) {
      return;
    }
    leaves -= note.leaves().size();
    note.leaves()
        .forEach((leaf, content) -> {
          ofLeaf.computeIfPresent(leaf, (any, all) -> without(all, note));
          if (!ofLeaf.containsKey(leaf)) {
            ofContent.computeIfPresent(content, (any, all) -> without(all, leaf));
          }
        });
  }

  /** Null for none, as the maps want it. */
  private static @Nullable List<ReplicaNote> without(List<ReplicaNote> all, ReplicaNote note) {
    List<ReplicaNote> left = all.stream().filter(one -> !one.unit().equals(note.unit())).toList();
    return left.isEmpty() ? null : left;
  }

  private static @Nullable Set<UnitId> without(Set<UnitId> all, UnitId leaf) {
    all.remove(leaf);
    return all.isEmpty() ? null : all;
  }

  /**
   * Notes what is told now, in the place of what was told of the same unit.
   *
   * @throws EdosException exhausted if too much is noted
   */
  ReplicaNote add(UnitId unit, ReplicaNote.State state, Extent extent) {
    ReplicaNote note = ReplicaNote.of(unit, lastTurn + 1, state, extent);
    put(note);
    return note;
  }

  /** Notes it in the place of what was told of the same unit; its turn stays. */
  void put(ReplicaNote note) {
    int before = find(note.unit()).map(old -> old.leaves().size()).orElse(0);
    if (leaves - before + note.leaves().size() > MOST_LEAVES) {
      throw EdosException.exhausted(
          "a mirror remembers at most %,d packages of single units; replicate whole releases instead"
              .formatted(MOST_LEAVES));
    }
    documents.put(key(note.unit()), note.write());
    enter(note);
  }

  /** As if nothing had been told of it. */
  void remove(UnitId unit) {
    if (notes.containsKey(unit)) {
      documents.remove(key(unit));
      leave(unit);
    }
  }

  Optional<ReplicaNote> find(UnitId unit) {
    return Optional.ofNullable(notes.get(unit));
  }

  /** In the order in which they were told. */
  List<ReplicaNote> all(ReplicaNote.State state) {
    return notes.values().stream()
        .filter(note -> note.state() == state)
        .sorted(Comparator.comparingLong(ReplicaNote::turn))
        .toList();
  }

  /** Whether a package or utility is to be here by itself or by what it is below of. */
  boolean isHeld(UnitId leaf) {
    List<ReplicaNote> all = ofLeaf.getOrDefault(leaf, List.of());
    return !all.isEmpty() && all.getFirst().isHeld();
  }

  boolean isHeld(Sha256 content) {
    return ofContent.getOrDefault(content, Set.of()).stream().anyMatch(this::isHeld);
  }

  boolean isDropped(UnitId leaf) {
    List<ReplicaNote> all = ofLeaf.getOrDefault(leaf, List.of());
    return !all.isEmpty() && !all.getFirst().isHeld();
  }
}
