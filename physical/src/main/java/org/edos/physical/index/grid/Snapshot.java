package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.UnitId;
import org.roaringbitmap.RoaringBitmap;

/**
 * The visible releases at one moment. Immutable.
 *
 * @param visible the catalogue's value that this is for
 * @param releases in the order of their numbers
 * @param parts the documents that are seen: of each unit the one that the newest release has
 * @param places where the document of each unit that is seen lies
 */
record Snapshot(String visible, List<ReleaseRecord> releases, List<Part> parts, Places places) {
  /**
   * A segment and those of its documents that are seen.
   *
   * @param segment where they lie
   * @param documents by number; not to be changed
   */
  record Part(Segment segment, RoaringBitmap documents) {}

  /** Segments, and of each unit's key the segment's number and the document's. */
  record Places(List<Segment> segments, LongMap units) {
    Optional<Documents.Place> find(long key) {
      long place = units.get(key);
      return place == LongMap.ABSENT
          ? Optional.empty()
          : Optional.of(new Documents.Place(segments.get((int) (place >>> 32)), (int) place));
    }
  }

  static Snapshot empty() {
    return new Snapshot("", List.of(), List.of(), new Places(List.of(), new LongMap()));
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
    Places places = new Places(new ArrayList<>(), new LongMap());
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
            addUnseen(part, documents, places);
          });
    }
    return new Snapshot(visible, List.copyOf(releases), List.copyOf(parts.values()), places);
  }

  private static void addUnseen(Part part, RoaringBitmap documents, Places places) {
    RoaringBitmap unseen = new RoaringBitmap();
    long segment = (long) places.segments().size() << 32;
    places.segments().add(part.segment());
    documents.forEach((int number) -> {
      long key = part.segment().unit(number);
      if (places.units().putIfAbsent(key, segment | number) == LongMap.ABSENT) {
        unseen.add(number);
      }
    });
    part.documents().or(unseen);
    part.documents().runOptimize();
  }

  /** Where the document of a unit lies that is seen. */
  Optional<Documents.Place> place(UnitId unit) {
    return places
        .find(SegmentBuilder.unitKey(unit.toString()))
        .filter(place -> place.segment().id(place.number()).equals(unit));
  }

  /** Where the documents lie by which the visible releases describe a unit, or one of its key. */
  List<Documents.Place> places(UnitId unit) {
    long key = SegmentBuilder.unitKey(unit.toString());
    List<Documents.Place> found = new ArrayList<>();
    for (Part part : parts) {
      Segment segment = part.segment();
      segment
          .numbers(key)
          .filter(number -> isVisible(segment, number))
          .forEach(number -> found.add(new Documents.Place(segment, number)));
    }
    return found;
  }

  private boolean isVisible(Segment segment, int number) {
    return releases.stream()
        .map(release -> release.documents().get(segment.id()))
        .anyMatch(documents -> documents != null && documents.contains(number));
  }

  Optional<ReleaseRecord> release(ReleaseId id) {
    return releases.stream().filter(record -> record.release().id().equals(id)).findFirst();
  }
}
