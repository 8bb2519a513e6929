package org.edos.role;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.unit.PackageId;
import org.edos.physical.index.IndexReader;

/**
 * The metadata of a release's packages, each once, in no particular order; read out of the index
 * many at a time, anew for each iterator. What the composition signs decides: a document counts if
 * it is the signed one, or describes the same package file. Safe for many threads, its iterators
 * for one each; these fail with not found where the index lacks one of the packages.
 */
public final class ReleasePackages implements Iterable<PackageMetadata> {
  private static final int PAGE = 2_000;

  /** So many packages are asked for one by one rather than all that the index has. */
  private static final int FEW = 500;

  private final IndexReader index;
  private final Composition composition;
  private final Predicate<PackageId> wanted;
  private final IntConsumer read;

  /**
   * Of a release.
   *
   * @param index where they are read, which is the caller's
   * @param wanted which of the packages
   * @param read is told from time to time how many were read, and may throw to stop that
   */
  public ReleasePackages(
      IndexReader index, Composition composition, Predicate<PackageId> wanted, IntConsumer read) {
    this.index = index;
    this.composition = composition;
    this.wanted = wanted;
    this.read = read;
  }

  @Override
  public Iterator<PackageMetadata> iterator() {
    return new Reading();
  }

  private final class Reading implements Iterator<PackageMetadata> {
    private final Map<PackageId, Composition.Entry> open = new HashMap<>();
    private final Deque<PackageMetadata> ready = new ArrayDeque<>();
    private final int all;
    private Optional<Question> next;

    Reading() {
      for (Composition.Entry entry : composition.entries()) {
        if (entry.unit() instanceof PackageId id && wanted.test(id)) {
          open.putIfAbsent(id, entry);
        }
      }
      all = open.size();
      Query format = new Query.Has(Field.FORMAT, composition.format().type(), false);
      next =
          all <= FEW
              ? Optional.empty()
              : Optional.of(
                  Question.of(TreePattern.of(format), PAGE).in(new SortOrder(Sort.NAME, false)));
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && !open.isEmpty()) {
        next.ifPresentOrElse(this::page, this::rest);
        read.accept(all - open.size());
      }
      return !ready.isEmpty();
    }

    @Override
    public PackageMetadata next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void page(Question question) {
      Optional<Cursor> cursor;
      try (AnswerStream answers = index.ask(question)) {
        while (answers.hasNext()) {
          Document document = answers.next().document();
          if (document.id() instanceof PackageId id) {
            Composition.Entry entry = open.get(id);
            if (entry != null) {
              take(id, document, entry);
            }
          }
        }
        cursor = answers.cursor();
      }
      next = cursor.map(question::from);
    }

    /** One by one: what is few, and what a newer release describes in another way. */
    private void rest() {
      Map.Entry<PackageId, Composition.Entry> left = open.entrySet().iterator().next();
      PackageId id = left.getKey();
      Composition.Entry entry = left.getValue();
      Optional<Document> document =
          index.document(id, entry.document()).or(() -> index.document(id));
      if (document.isEmpty() || !take(id, document.get(), entry)) {
        throw EdosException.notFound(
            "the index has no longer "
                + id
                + " as "
                + composition.id()
                + " lists it; check a newer state of the release");
      }
    }

    private boolean take(PackageId id, Document document, Composition.Entry entry) {
      if (MetadataXml.read(document.xml()) instanceof PackageMetadata metadata
          && (metadata.sha256().equals(entry.sha256())
              || document.sha256().equals(entry.document()))) {
        ready.add(metadata);
        open.remove(id);
        return true;
      }
      return false;
    }
  }
}
