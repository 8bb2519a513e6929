package org.edos.physical.index.grid;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.Field;
import org.edos.core.query.IndexTerm;
import org.edos.core.query.Question;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.UnitId;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.index.AnswerStream;
import org.edos.physical.index.MetadataIndex;
import org.roaringbitmap.RoaringBitmap;

/**
 * The metadata index in the grid; see the package for how it lies there. Safe for many threads:
 * readers work on an immutable snapshot, which is replaced when the catalogue has changed; changes
 * of what is visible and the removal of what is no longer needed exclude one another.
 */
public final class GridIndex implements MetadataIndex {
  /** How often a reader starts again because a release was withdrawn under it. */
  private static final int ATTEMPTS = 10;

  private final Catalogue catalogue;
  private final Set<GridPublication> running = new HashSet<>();
  private volatile Snapshot snapshot = Snapshot.empty();

  /**
   * Opens the index in a grid, which stays its owner's to close, and removes what publications of
   * dead processes left.
   *
   * @throws EdosException (external) if the grid cannot be used
   */
  public GridIndex(GridNode grid) {
    Blocks blocks = new Blocks(grid.cache("index-blocks", Placement.PARTITIONED));
    this.catalogue =
        new Catalogue(
            grid.cache("index-switches", Placement.EVERYWHERE),
            grid.cache("index-catalogue", Placement.EVERYWHERE),
            blocks);
    if (grid.isPublisher()) {
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
    String term = IndexTerm.value(Field.ID, unit.toString());
    return read(now -> {
      for (Snapshot.Part part : now.parts()) {
        for (int number : RoaringBitmap.and(part.segment().postings(term), part.documents())) {
          if (part.segment().id(number).equals(unit)) {
            return Optional.of(part.segment().document(number));
          }
        }
      }
      return Optional.empty();
    });
  }

  @Override
  public AnswerStream ask(Question question) {
    return read(now -> Ranking.answers(question, now.parts()));
  }

  @Override
  public synchronized Publication open(ReleaseId release) {
    requireAbsent(release);
    List<Segment> segments = read(now -> now.parts().stream().map(Snapshot.Part::segment).toList());
    Set<String> pinned = segments.stream().map(Segment::id).collect(Collectors.toSet());
    String name = UUID.randomUUID().toString().replace("-", "");
    GridPublication publication =
        new GridPublication(this, release, name, pinned, new KnownDocuments(segments));
    running.add(publication);
    return publication;
  }

  @Override
  public synchronized boolean unpublish(ReleaseId release) {
    Optional<ReleaseRecord> record = read(now -> now.release(release));
    record.ifPresent(visible -> {
      catalogue.turn(visible.publication(), false);
      sweep();
    });
    return record.isPresent();
  }

  @Override
  public void close() {}

  synchronized void publish(ReleaseRecord record, byte[] composition) {
    requireAbsent(record.release().id());
    catalogue.putRelease(record, composition);
    catalogue.turn(record.publication(), true);
  }

  synchronized void ended(GridPublication publication) {
    if (running.remove(publication)) {
      sweep();
    }
  }

  void writeSegment(SegmentBuilder builder, String id) {
    SegmentBuilder.Built built = builder.build(id);
    catalogue.putSegment(built.root());
    Blocks blocks = catalogue.blocks();
    CompletableFuture<Void> pieces =
        CompletableFuture.runAsync(() -> {
          Blocks.Batch batch = blocks.new Batch();
          built.pieces().forEach(batch::putPieces);
          batch.flush();
        });
    Blocks.Batch batch = blocks.new Batch();
    built.blocks().forEach(batch::put);
    batch.flush();
    pieces.join();
  }

  private synchronized void sweep() {
    Set<String> names = new HashSet<>();
    Set<String> pinned = new HashSet<>();
    for (GridPublication publication : running) {
      names.add(publication.name());
      pinned.addAll(publication.pinned());
    }
    catalogue.sweep(names, pinned);
  }

  private void requireAbsent(ReleaseId release) {
    if (read(now -> now.release(release)).isPresent()) {
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
