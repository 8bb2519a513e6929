package org.edos.role.replicate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;

/**
 * A unit with all below it.
 *
 * @param units it and all below it
 * @param leaves those of them that have bytes
 * @param contents these bytes, with their sizes
 */
record Extent(Set<UnitId> units, Map<UnitId, Sha256> leaves, Map<Sha256, Long> contents) {
  /**
   * As the releases here say.
   *
   * @throws EdosException not found if none has it
   */
  static Extent of(IndexReader index, UnitId unit) {
    Map<UnitId, Sha256> leaves = new LinkedHashMap<>();
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    Set<UnitId> seen = new LinkedHashSet<>(Set.of(unit));
    Deque<UnitId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      UnitId next = open.pop();
      var document =
          index
              .document(next)
              .orElseThrow(() -> EdosException.notFound("no unit " + next + " in any release"));
      switch (MetadataXml.read(document.xml())) {
        case PackageMetadata found -> {
          leaves.put(next, found.sha256());
          contents.put(found.sha256(), found.size());
        }
        case UtilityMetadata found -> {
          leaves.put(next, found.sha256());
          contents.put(found.sha256(), found.size());
        }
        case CollectionMetadata found ->
            found.members().stream().filter(seen::add).forEach(open::push);
      }
    }
    return new Extent(seen, leaves, contents);
  }

  /** As {@link #of}; empty if no release has it, or not all of it. */
  static Optional<Extent> find(IndexReader index, UnitId unit) {
    try {
      return Optional.of(of(index, unit));
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** With what was noted of it earlier, which releases may not have any more. */
  Extent with(ReplicaNote note) {
    Set<UnitId> allUnits = new LinkedHashSet<>(units);
    allUnits.addAll(note.leaves().keySet());
    Map<UnitId, Sha256> allLeaves = new LinkedHashMap<>(note.leaves());
    allLeaves.putAll(leaves);
    Map<Sha256, Long> allContents = new LinkedHashMap<>(note.contents());
    allContents.putAll(contents);
    return new Extent(allUnits, allLeaves, allContents);
  }
}
