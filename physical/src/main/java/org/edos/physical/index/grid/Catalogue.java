package org.edos.physical.index.grid;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.release.SignedComposition;
import org.edos.physical.grid.GridCache;

/**
 * What the index consists of: the roots of segments, the records of releases, and the one value
 * that says which releases are visible, the names of their publications divided by spaces. A root
 * and a record are written before their blocks and removed after them, so that whatever a dead
 * process began can be found and removed. Safe for many threads.
 */
final class Catalogue {
  private static final String VISIBLE = "visible";
  private static final String SEGMENT = "segment/";
  private static final String RELEASE = "release/";

  /** Segments that are written whole and belong to no release yet, with the second of that. */
  private static final String LEFT = "left/";

  private static final long DAY_SECONDS = 24 * 60 * 60;

  private final GridCache<String, String> switches;
  private final GridCache<String, byte[]> entries;
  private final Blocks store;
  private final Blocks postings;

  Catalogue(
      GridCache<String, String> switches,
      GridCache<String, byte[]> entries,
      Blocks store,
      Blocks postings) {
    this.switches = switches;
    this.entries = entries;
    this.store = store;
    this.postings = postings;
  }

  /** Makes an index without releases, where there is none. */
  void begin() {
    switches.putIfAbsent(VISIBLE, "");
  }

  /** What lies on every node: documents, their identities, columns and compositions. */
  Blocks store() {
    return store;
  }

  /** The blocks of terms, spread over the nodes. */
  Blocks postings() {
    return postings;
  }

  /** The visible releases: compare by equality to see whether anything has changed. */
  String visible() {
    return switches.get(VISIBLE).orElse("");
  }

  static List<String> publications(String visible) {
    return visible.isEmpty() ? List.of() : List.of(visible.split(" "));
  }

  /** The atomic switch: adds or takes away a publication. */
  void turn(String publication, boolean on) {
    while (true) {
      String before = visible();
      List<String> after = new ArrayList<>(publications(before));
      after.remove(publication);
      if (on) {
        after.add(publication);
      }
      if (switches.replace(VISIBLE, before, String.join(" ", after))) {
        return;
      }
    }
  }

  /** The atomic switch: a publication in the place of one that is visible. */
  void turn(String publication, String successor) {
    while (!turn(visible(), Map.of(publication, successor))) {
      Thread.onSpinWait();
    }
  }

  /**
   * The atomic switch: others in the place of publications, if those are still just as they were.
   */
  boolean turn(String before, Map<String, String> others) {
    List<String> after =
        publications(before).stream().map(name -> others.getOrDefault(name, name)).toList();
    return switches.replace(VISIBLE, before, String.join(" ", after));
  }

  /**
   * Notes that a segment is written whole: should its publication end, another may go on from it.
   */
  void leave(String segment) {
    entries.put(LEFT + segment, ByteBuffer.allocate(Long.BYTES).putLong(now()).array());
  }

  /** The segments that publications which did not come to their end have left. */
  List<String> left() {
    return entries.keys().stream()
        .filter(key -> key.startsWith(LEFT))
        .map(key -> key.substring(LEFT.length()))
        .toList();
  }

  private boolean isFresh(String key) {
    return entries
        .get(key)
        .map(time -> now() - ByteBuffer.wrap(time).getLong() < DAY_SECONDS)
        .orElse(false);
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  void putSegment(SegmentRoot root) {
    entries.put(SEGMENT + root.id(), root.toBytes());
  }

  Segment segment(String id) {
    return new Segment(SegmentRoot.parse(id, require(SEGMENT + id)), store);
  }

  void putRelease(ReleaseRecord record, byte[] composition) {
    entries.put(RELEASE + record.publication(), record.toBytes());
    Blocks.Batch batch = store.new Batch();
    batch.putPieces(record.composition(), composition);
    batch.flush();
  }

  ReleaseRecord release(String publication) {
    return ReleaseRecord.parse(publication, require(RELEASE + publication));
  }

  SignedComposition composition(ReleaseRecord record) {
    byte[] xml = store.get(record.composition(), record.compositionBytes());
    return new SignedComposition(xml, record.key(), record.signature());
  }

  /**
   * Removes every release that is not visible and every segment that no visible one needs.
   *
   * @param publications running ones, whose releases and segments stay
   * @param pinned further segments that stay
   * @param all whether segments go as well that a publication left less than a day ago
   */
  void sweep(Set<String> publications, Set<String> pinned, boolean all) {
    Set<String> visible = Set.copyOf(publications(visible()));
    Set<String> needed = new HashSet<>();
    visible.forEach(publication -> needed.addAll(release(publication).documents().keySet()));
    Set<String> keys = entries.keys();
    List<String> dead = new ArrayList<>();
    for (String key : keys) {
      String name = key.substring(key.indexOf('/') + 1);
      String publication = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
      boolean used = needed.contains(name) || visible.contains(name);
      boolean left = keys.contains(LEFT + name) && !all && isFresh(LEFT + name);
      boolean stays =
          key.startsWith(LEFT)
              ? !needed.contains(name)
                  && (left || pinned.contains(name) || publications.contains(publication))
              : used || left || pinned.contains(name) || publications.contains(publication);
      if (!stays) {
        // What says that a segment is whole goes before the segment.
        dead.add(key.startsWith(LEFT) ? 0 : dead.size(), key);
      }
    }
    dead.forEach(this::remove);
  }

  private void remove(String key) {
    Blocks.Removal removal = store.new Removal();
    byte[] entry = require(key);
    if (key.startsWith(SEGMENT)) {
      SegmentRoot.parse(key.substring(SEGMENT.length()), entry)
          .remove(removal, postings.new Removal());
    } else if (key.startsWith(RELEASE)) {
      ReleaseRecord record = ReleaseRecord.parse(key.substring(RELEASE.length()), entry);
      removal.addPieces(record.composition(), record.compositionBytes());
    }
    removal.flush();
    entries.remove(key);
  }

  private byte[] require(String key) {
    return entries.get(key).orElseThrow(() -> new Blocks.Missing(key));
  }

  /** The failure of a reader whose releases were withdrawn while it read on. */
  static EdosException withdrawn(Blocks.Missing missing) {
    return EdosException.external(
        "a release was withdrawn while answers from it were read; ask again", missing);
  }

  /** The failure of an index that lacks a part although nothing was withdrawn. */
  static EdosException damaged(Blocks.Missing missing) {
    return EdosException.external(missing.getMessage() + "; publish its releases again", missing);
  }
}
