package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.edos.core.metadata.Document;
import org.edos.core.query.FieldSpans;
import org.edos.core.unit.Sha256;
import org.roaringbitmap.RoaringBitmap;

/**
 * Many small segments written anew as one, so that many small releases do not make every question
 * visit many segments. Used by one thread.
 */
final class Merge {
  /** So many small segments are left alone. */
  static final int ENOUGH = 8;

  /** A segment of fewer documents is small. */
  private static final int SMALL = SegmentBuilder.MAX_DOCUMENTS / 4;

  private static final int BATCH = 64;

  private final Map<Segment, RoaringBitmap> merged = new HashMap<>();
  private final SegmentBuilder builder = new SegmentBuilder();

  /** Which document of which segment each one in the builder was. */
  private final List<Documents.Place> origins = new ArrayList<>();

  private Merge() {}

  /**
   * The small segments of these releases that fit into one, in the builder; nothing if there are
   * not too many of them.
   */
  static Merge of(Snapshot snapshot, Documents documents) {
    Merge merge = new Merge();
    merge.choose(snapshot);
    if (merge.merged.size() > ENOUGH) {
      merge.merged.forEach((segment, numbers) -> merge.take(segment, numbers, documents));
    }
    return merge;
  }

  boolean isEmpty() {
    return builder.isEmpty();
  }

  SegmentBuilder builder() {
    return builder;
  }

  private void choose(Snapshot snapshot) {
    Map<String, RoaringBitmap> used = new TreeMap<>();
    for (ReleaseRecord release : snapshot.releases()) {
      release
          .documents()
          .forEach((segment, numbers) ->
              used.computeIfAbsent(segment, s -> new RoaringBitmap()).or(numbers));
    }
    int size = 0;
    for (Snapshot.Part part : snapshot.parts()) {
      RoaringBitmap numbers = used.getOrDefault(part.segment().id(), new RoaringBitmap());
      int more = numbers.getCardinality();
      if (part.segment().documents() < SMALL && size + more <= SegmentBuilder.MAX_DOCUMENTS) {
        merged.put(part.segment(), numbers);
        size += more;
      }
    }
  }

  private void take(Segment segment, RoaringBitmap numbers, Documents documents) {
    List<Documents.Place> places = new ArrayList<>();
    numbers.forEach((int number) -> places.add(new Documents.Place(segment, number)));
    for (int from = 0; from < places.size(); from += BATCH) {
      List<Documents.Place> some = places.subList(from, Math.min(places.size(), from + BATCH));
      for (Document document : documents.read(some, new Work())) {
        String id = document.id().toString();
        builder.add(
            new Arrival(
                document,
                id.getBytes(UTF_8),
                SegmentBuilder.unitKey(id),
                Sha256.digest().digest(document.xml()),
                FieldSpans.of(document)));
      }
      origins.addAll(some);
    }
  }

  /** Whether a release has documents of the segments that are merged. */
  boolean concerns(ReleaseRecord release) {
    return merged.keySet().stream().anyMatch(s -> release.documents().containsKey(s.id()));
  }

  /**
   * The same release with those of its documents in the new segment.
   *
   * @param publication its new name
   * @param segment the new segment
   * @param numbers the number in it of each document in the builder
   */
  ReleaseRecord moved(ReleaseRecord release, String publication, String segment, int[] numbers) {
    Map<String, RoaringBitmap> documents = new TreeMap<>(release.documents());
    merged.keySet().forEach(old -> documents.remove(old.id()));
    RoaringBitmap moved = new RoaringBitmap();
    for (int ordinal = 0; ordinal < origins.size(); ordinal++) {
      Documents.Place origin = origins.get(ordinal);
      RoaringBitmap before = release.documents().get(origin.segment().id());
      if (before != null && before.contains(origin.number())) {
        moved.add(numbers[ordinal]);
      }
    }
    moved.runOptimize();
    documents.put(segment, moved);
    return new ReleaseRecord(
        publication,
        release.release(),
        release.key(),
        release.signature(),
        release.compositionBytes(),
        documents);
  }
}
