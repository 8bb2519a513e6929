package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.FieldSpans;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.MetadataIndex.Publication;
import org.roaringbitmap.RoaringBitmap;

/** A release on its way into the grid. */
final class GridPublication implements Publication {
  private static final int BATCH_DOCUMENTS = 256;
  private static final long BATCH_BYTES = 1 << 20;

  private final GridIndex index;
  private final ReleaseId id;
  private final boolean replaces;
  private final String name;
  private final Set<String> pinned;
  private final KnownDocuments known;
  private final LongMap units = new LongMap();
  private final Map<String, RoaringBitmap> documents = new TreeMap<>();
  private final MessageDigest digest = Sha256.digest();
  private final SegmentLine line;
  private List<Arrival> batch = new ArrayList<>();
  private long batchBytes;
  private int segmentDocuments;
  private long segmentBytes;
  private int segments;
  private boolean closed;
  private boolean settled;

  /**
   * A publication that the index has entered among the running ones.
   *
   * @param replaces whether it takes the place of the release as it is visible
   * @param name letters and digits, never used before
   * @param pinned the segments that it may share, which stay until it is closed
   */
  GridPublication(
      GridIndex index,
      ReleaseId id,
      boolean replaces,
      String name,
      Set<String> pinned,
      KnownDocuments known) {
    this.index = index;
    this.id = id;
    this.replaces = replaces;
    this.name = name;
    this.pinned = pinned;
    this.known = known;
    this.line = new SegmentLine(index::writeSegment);
  }

  String name() {
    return name;
  }

  Set<String> pinned() {
    return pinned;
  }

  @Override
  public void add(Document document) {
    requireOpen();
    byte[] hash = digest.digest(document.xml());
    byte[] written = document.id().toString().getBytes(UTF_8);
    long unit = ByteBuffer.wrap(digest.digest(written)).getLong();
    if (!enter(document.id(), unit, hash)) {
      return;
    }
    Optional<KnownDocuments.Place> place = known.find(hash);
    if (place.isPresent()) {
      share(place.get());
      return;
    }
    Optional<FieldSpans> spans = FieldSpans.of(document);
    if (spans.isEmpty()) {
      // Parsed here for its failure alone.
      DocumentFields.of(document);
    }
    add(new Arrival(document, written, unit, hash, spans));
  }

  @Override
  public boolean addKnown(UnitId unit, Sha256 document) {
    requireOpen();
    byte[] hash = HexFormat.of().parseHex(document.hex());
    Optional<KnownDocuments.Place> place = known.find(hash);
    if (place.isPresent() && enter(unit, SegmentBuilder.unitKey(unit.toString()), hash)) {
      share(place.get());
    }
    return place.isPresent();
  }

  /** Notes a unit's document; says whether the unit is new here. */
  private boolean enter(UnitId unit, long key, byte[] hash) {
    long shortHash = ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE;
    long before = units.putIfAbsent(key, shortHash);
    if (before != LongMap.ABSENT && before != shortHash) {
      throw EdosException.refused("release " + id + " has two different documents for " + unit);
    }
    return before == LongMap.ABSENT;
  }

  private void share(KnownDocuments.Place place) {
    documents.computeIfAbsent(place.segment(), s -> new RoaringBitmap()).add(place.number());
  }

  private void add(Arrival arrival) {
    batch.add(arrival);
    segmentDocuments++;
    batchBytes += arrival.document().xml().length;
    boolean full =
        segmentDocuments == SegmentBuilder.MAX_DOCUMENTS
            || segmentBytes + batchBytes >= SegmentBuilder.MAX_BYTES;
    if (full || batch.size() == BATCH_DOCUMENTS || batchBytes >= BATCH_BYTES) {
      flush();
    }
    if (full) {
      endSegment();
    }
  }

  @Override
  public void commit(PublishedRelease release, SignedComposition composition) {
    requireOpen();
    if (!release.id().equals(id)) {
      throw EdosException.usage("the publication is of " + id + ", not of " + release.id());
    }
    flush();
    if (segmentDocuments > 0) {
      endSegment();
    }
    line.await();
    documents.values().forEach(RoaringBitmap::runOptimize);
    ReleaseRecord record =
        new ReleaseRecord(
            name,
            release,
            composition.key(),
            composition.signature(),
            composition.xml().length,
            documents);
    // Whether it succeeds or another was faster: nobody goes on from here.
    settled = true;
    index.publish(record, replaces, composition.xml());
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    line.close();
    index.ended(this, settled);
  }

  private void flush() {
    if (!batch.isEmpty()) {
      line.add(batch);
      segmentBytes += batchBytes;
      batch = new ArrayList<>();
      batchBytes = 0;
    }
  }

  private void endSegment() {
    String segment = name + "." + segments++;
    documents.put(segment, RoaringBitmap.bitmapOfRange(0, segmentDocuments));
    line.endSegment(segment);
    segmentDocuments = 0;
    segmentBytes = 0;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the publication of " + id + " is closed");
    }
  }
}
