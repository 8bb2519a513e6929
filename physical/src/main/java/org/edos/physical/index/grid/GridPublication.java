package org.edos.physical.index.grid;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.DocumentFields;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.physical.index.MetadataIndex.Publication;
import org.roaringbitmap.RoaringBitmap;

/**
 * A release on its way into the grid. While one thread adds documents to a segment, another writes
 * the segment before; there are never more than these two in memory.
 */
final class GridPublication implements Publication {
  private final GridIndex index;
  private final ReleaseId id;
  private final String name;
  private final Set<String> pinned;
  private final KnownDocuments known;
  private final LongMap units = new LongMap();
  private final Map<String, RoaringBitmap> documents = new TreeMap<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("edos-index-writer-", 0).factory());
  private SegmentBuilder builder = new SegmentBuilder();
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
  private int segments;
  private boolean closed;

  /**
   * A publication that the index has entered among the running ones.
   *
   * @param name letters and digits, never used before
   * @param pinned the segments that it may share, which stay until it is closed
   */
  GridPublication(
      GridIndex index, ReleaseId id, String name, Set<String> pinned, KnownDocuments known) {
    this.index = index;
    this.id = id;
    this.name = name;
    this.pinned = pinned;
    this.known = known;
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
    byte[] hash = Sha256.digest().digest(document.xml());
    long shortHash = ByteBuffer.wrap(hash).getLong() & Long.MAX_VALUE;
    long before = units.putIfAbsent(SegmentBuilder.unitKey(document.id().toString()), shortHash);
    if (before != LongMap.ABSENT) {
      if (before != shortHash) {
        throw EdosException.refused(
            "release " + id + " has two different documents for " + document.id());
      }
      return;
    }
    Optional<KnownDocuments.Place> place = known.find(hash);
    if (place.isPresent()) {
      documents
          .computeIfAbsent(place.get().segment(), s -> new RoaringBitmap())
          .add(place.get().number());
      return;
    }
    builder.add(document, DocumentFields.of(document), hash);
    if (builder.isFull()) {
      writeSegment();
    }
  }

  @Override
  public void commit(PublishedRelease release, SignedComposition composition) {
    requireOpen();
    if (!release.id().equals(id)) {
      throw EdosException.usage("the publication is of " + id + ", not of " + release.id());
    }
    if (!builder.isEmpty()) {
      writeSegment();
    }
    awaitWriter();
    documents.values().forEach(RoaringBitmap::runOptimize);
    index.publish(
        new ReleaseRecord(
            name,
            release,
            composition.key(),
            composition.signature(),
            composition.xml().length,
            documents),
        composition.xml());
    close();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    builder = new SegmentBuilder();
    writer.close();
    index.ended(this);
  }

  private void writeSegment() {
    awaitWriter();
    SegmentBuilder full = builder;
    String segment = name + "." + segments++;
    builder = new SegmentBuilder();
    documents.put(segment, RoaringBitmap.bitmapOfRange(0, full.size()));
    writing = CompletableFuture.runAsync(() -> index.writeSegment(full, segment), writer);
  }

  private void awaitWriter() {
    try {
      writing.join();
    } catch (CompletionException e) {
      throw EdosException.external(
          "writing to the index failed: " + e.getCause() + "; see the log", e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the publication of " + id + " is closed");
    }
  }
}
