package org.edos.physical.index.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.index.MetadataIndex;

/**
 * The metadata index in the grid; see the package for how it lies there. Safe for many threads:
 * readers work on an immutable snapshot, which is replaced when the catalogue has changed; changes
 * of what is visible and the removal of what is no longer needed exclude one another.
 */
public final class GridIndex implements MetadataIndex {
  /** How often a reader starts again because a release was withdrawn under it. */
  private static final int ATTEMPTS = 10;

  /** Memory for blocks that were read last. */
  private static final long RECENT_BYTES = 32L << 20;

  private final Catalogue catalogue;
  private final Documents documents;
  private final boolean sweeps;
  private final Readers readers = new Readers();
  private final Set<GridPublication> running = new HashSet<>();
  private volatile Snapshot snapshot = Snapshot.empty();

  /**
   * Opens the index in a grid, which stays its owner's to close, and removes what publications of
   * dead processes left.
   *
   * @throws EdosException (external) if the grid cannot be used
   */
  public GridIndex(GridNode grid) {
    BlockCache recent = new BlockCache(RECENT_BYTES);
    this.catalogue =
        new Catalogue(
            grid.cache("index-switches", Placement.EVERYWHERE),
            grid.cache("index-catalogue", Placement.EVERYWHERE),
            new Blocks(grid.cache("index-documents", Placement.EVERYWHERE), recent),
            new Blocks(grid.cache("index-postings", Placement.PARTITIONED), recent));
    this.documents = new Documents(catalogue.store());
    this.sweeps = grid.isPublisher();
    if (sweeps) {
      catalogue.begin();
      sweep();
    }
  }

  @Override
  public List<PublishedRelease> releases() {
    return read(now -> now.releases().stream().map(ReleaseRecord::release).toList());
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return read(now -> now.release(release).map(catalogue::composition));
  }

  @Override
  public Optional<Document> document(UnitId unit) {
    return read(now -> now.place(unit).map(place -> documents.read(place, new Work())));
  }

  @Override
  public Optional<Document> document(UnitId unit, Sha256 document) {
    return read(now ->
        documents.read(now.places(unit), new Work()).stream()
            .filter(found -> found.id().equals(unit) && found.sha256().equals(document))
            .findFirst());
  }

  @Override
  public AnswerStream ask(Question question) {
    return read(now -> {
      Readers.Lease lease = readers.enter(now);
      try {
        if (!catalogue.visible().equals(now.visible())) {
          // Whoever removes segments now may not have known of this reader.
          throw new Blocks.Missing(now.visible());
        }
        return new GridAnswers(question, now, catalogue.postings(), documents, () -> left(lease));
      } catch (RuntimeException e) {
        left(lease);
        throw e;
      }
    });
  }

  private void left(Readers.Lease lease) {
    if (readers.leave(lease)) {
      sweep();
    }
  }

  @Override
  public Publication open(ReleaseId release) {
    return open(release, false);
  }

  @Override
  public Publication replace(ReleaseId release) {
    return open(release, true);
  }

  private synchronized Publication open(ReleaseId release, boolean replaces) {
    if (!replaces) {
      requireAbsent(release);
    }
    List<Segment> segments =
        new ArrayList<>(read(now -> now.parts().stream().map(Snapshot.Part::segment).toList()));
    Set<String> visible = segments.stream().map(Segment::id).collect(Collectors.toSet());
    catalogue.left().stream()
        .filter(segment -> !visible.contains(segment))
        .forEach(segment -> segments.add(catalogue.segment(segment)));
    Set<String> pinned = segments.stream().map(Segment::id).collect(Collectors.toSet());
    String name = newName();
    GridPublication publication =
        new GridPublication(this, release, replaces, name, pinned, new KnownDocuments(segments));
    running.add(publication);
    return publication;
  }

  @Override
  public synchronized boolean unpublish(ReleaseId release) {
    Optional<ReleaseRecord> record = visible(release);
    record.ifPresent(visible -> {
      catalogue.turn(visible.publication(), false);
      sweep();
    });
    return record.isPresent();
  }

  @Override
  public void close() {}

  synchronized void publish(ReleaseRecord record, boolean replaces, byte[] composition) {
    PublishedRelease release = record.release();
    if (replaces) {
      visible(release.id()).ifPresent(before -> release.requireNewerThan(before.release()));
    } else {
      requireAbsent(release.id());
    }
    catalogue.putRelease(record, composition);
    Optional<ReleaseRecord> before = visible(release.id());
    if (before.isPresent()) {
      catalogue.turn(before.get().publication(), record.publication());
    } else {
      catalogue.turn(record.publication(), true);
    }
  }

  private Optional<ReleaseRecord> visible(ReleaseId release) {
    return read(now -> now.release(release));
  }

  /**
   * A publication is over.
   *
   * @param settled whether nobody is going to go on from what it wrote
   */
  synchronized void ended(GridPublication publication, boolean settled) {
    if (running.remove(publication)) {
      if (settled) {
        mergeSmall();
      }
      sweep(settled);
    }
  }

  /** Writes small segments anew as one if there are too many, and switches to it. */
  private void mergeSmall() {
    String before = catalogue.visible();
    Snapshot now = current(before);
    Merge merge = Merge.of(now, documents);
    if (merge.isEmpty()) {
      return;
    }
    String segment = newName() + ".0";
    int[] numbers = writeSegment(merge.builder(), segment);
    Map<String, String> renamed = new HashMap<>();
    for (ReleaseRecord release : now.releases()) {
      if (merge.concerns(release)) {
        String name = newName();
        catalogue.putRelease(
            merge.moved(release, name, segment, numbers), catalogue.composition(release).xml());
        renamed.put(release.publication(), name);
      }
    }
    catalogue.turn(before, renamed);
  }

  private static String newName() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Builds and writes a segment; gives the numbers of the builder's documents in it. */
  int[] writeSegment(SegmentBuilder builder, String id) {
    SegmentBuilder.Built built = builder.build(id);
    catalogue.putSegment(built.root());
    CompletableFuture<Void> stored =
        CompletableFuture.runAsync(() -> {
          Blocks.Batch batch = catalogue.store().new Batch();
          built.ids().forEach(batch::put);
          built.pieces().forEach(batch::putPieces);
          batch.flush();
        });
    Blocks.Batch batch = catalogue.postings().new Batch();
    built.terms().forEach(batch::put);
    batch.flush();
    stored.join();
    catalogue.leave(id);
    return built.numbers();
  }

  private void sweep() {
    sweep(false);
  }

  private synchronized void sweep(boolean all) {
    if (!sweeps) {
      return;
    }
    Set<String> names = new HashSet<>();
    Set<String> pinned = new HashSet<>();
    for (GridPublication publication : running) {
      names.add(publication.name());
      pinned.addAll(publication.pinned());
    }
    pinned.addAll(readers.segments());
    catalogue.sweep(names, pinned, all);
  }

  private void requireAbsent(ReleaseId release) {
    if (visible(release).isPresent()) {
      throw EdosException.usage(
          "release " + release + " is published already; unpublish it first, or choose a version");
    }
  }

  /**
   * Answers from the newest snapshot, and again from a newer one if a part was withdrawn meanwhile.
   */
  private <T> T read(Function<Snapshot, T> question) {
    for (int attempt = 1; ; attempt++) {
      String visible = catalogue.visible();
      try {
        return question.apply(current(visible));
      } catch (Blocks.Missing missing) {
        if (visible.equals(catalogue.visible()) || attempt == ATTEMPTS) {
          throw Catalogue.damaged(missing);
        }
      }
    }
  }

  private Snapshot current(String visible) {
    Snapshot now = snapshot;
    if (!now.visible().equals(visible)) {
      now = Snapshot.load(catalogue, visible, now);
      snapshot = now;
    }
    return now;
  }
}
