package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.release.ReleaseId;
import org.roaringbitmap.RoaringBitmap;

/**
 * The visible releases at one moment. Immutable.
 *
 * @param visible the catalogue's value that this is for
 * @param releases in the order of their numbers
 * @param parts the documents that are seen: of each unit the one that the newest release has
 */
record Snapshot(String visible, List<ReleaseRecord> releases, List<Part> parts) {
  /**
   * A segment and those of its documents that are seen.
   *
   * @param segment where they lie
   * @param documents by number; not to be changed
   */
  record Part(Segment segment, RoaringBitmap documents) {}

  static Snapshot empty() {
    return new Snapshot("", List.of(), List.of());
  }

  /** Reads what is visible; segments that were known before are not read again. */
  static Snapshot load(Catalogue catalogue, String visible, Snapshot before) {
    List<ReleaseRecord> releases = new ArrayList<>();
    Catalogue.publications(visible)
        .forEach(publication -> releases.add(catalogue.release(publication)));
    releases.sort(
        Comparator.comparingLong((ReleaseRecord record) -> record.release().number())
            .thenComparing(record -> record.release().id().toString()));
    Map<String, Segment> known = new HashMap<>();
    before.parts().forEach(part -> known.put(part.segment().id(), part.segment()));
    Map<String, Part> parts = new TreeMap<>();
    LongMap units = new LongMap();
    for (ReleaseRecord record : releases.reversed()) {
      record
          .documents()
          .forEach((id, documents) -> {
            Part part =
                parts.computeIfAbsent(
                    id,
                    i ->
                        new Part(
                            known.computeIfAbsent(i, catalogue::segment), new RoaringBitmap()));
            addUnseen(part, documents, units);
          });
    }
    return new Snapshot(visible, List.copyOf(releases), List.copyOf(parts.values()));
  }

  private static void addUnseen(Part part, RoaringBitmap documents, LongMap units) {
    RoaringBitmap unseen = new RoaringBitmap();
    documents.forEach((int number) -> {
      if (units.putIfAbsent(part.segment().unit(number), 1) == LongMap.ABSENT) {
        unseen.add(number);
      }
    });
    part.documents().or(unseen);
    part.documents().runOptimize();
  }

  Optional<ReleaseRecord> release(ReleaseId id) {
    return releases.stream().filter(record -> record.release().id().equals(id)).findFirst();
  }
}
