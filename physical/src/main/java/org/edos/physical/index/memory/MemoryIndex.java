package org.edos.physical.index.memory;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Explanation;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.ListedAnswers;
import org.edos.physical.index.MetadataIndex;

/**
 * An index that keeps whole documents and looks at each of them. Safe for many threads: one
 * immutable state, switched.
 */
public final class MemoryIndex implements MetadataIndex {
  private volatile State state = new State(List.of(), Map.of());

  private record Entry(Document document, DocumentFields fields) {}

  private record Visible(
      PublishedRelease release, SignedComposition composition, Map<UnitId, Entry> entries) {}

  /** The releases by number, and of each unit the entry that the newest of them has. */
  private record State(List<Visible> releases, Map<UnitId, Entry> units) {
    static State of(Stream<Visible> releases) {
      List<Visible> ordered =
          releases
              .sorted(
                  Comparator.comparingLong((Visible v) -> v.release().number())
                      .thenComparing(v -> v.release().id().toString()))
              .toList();
      Map<UnitId, Entry> units = new LinkedHashMap<>();
      ordered.forEach(visible -> units.putAll(visible.entries()));
      return new State(ordered, units);
    }

    Optional<Visible> find(ReleaseId id) {
      return releases.stream().filter(visible -> visible.release().id().equals(id)).findFirst();
    }
  }

  @Override
  public List<PublishedRelease> releases() {
    return state.releases().stream().map(Visible::release).toList();
  }

  @Override
  public Optional<SignedComposition> composition(ReleaseId release) {
    return state.find(release).map(Visible::composition);
  }

  @Override
  public Optional<Document> document(UnitId unit) {
    return Optional.ofNullable(state.units().get(unit)).map(Entry::document);
  }

  @Override
  public Optional<Document> document(UnitId unit, Sha256 document) {
    return known(unit, document).map(Entry::document);
  }

  @Override
  public AnswerStream ask(Question question) {
    TreePattern pattern = question.pattern();
    Map<UnitId, Entry> units = state.units();
    record Found(Cursor place, Document document) {}
    List<Found> found =
        units.values().stream()
            .filter(entry -> pattern.matches(entry.document(), entry.fields()))
            .map(entry ->
                new Found(
                    Cursor.of(question.sort(), pattern.condition(), entry.fields()),
                    entry.document()))
            .toList();
    Comparator<Cursor> order = question.sort().comparator();
    List<Document> rest =
        found.stream()
            .filter(f -> question.after().map(p -> order.compare(p, f.place()) < 0).orElse(true))
            .sorted(Comparator.comparing(Found::place, order))
            .map(Found::document)
            .toList();
    int end = Math.min(rest.size(), question.limit());
    return new ListedAnswers(
        question,
        rest.subList(0, end),
        end < rest.size(),
        new Count(found.size(), true),
        new Explanation(
            List.of(),
            List.of(),
            Explanation.Phase.NOTHING,
            Explanation.Phase.NOTHING,
            units.size(),
            units.size()));
  }

  @Override
  public Publication open(ReleaseId release) {
    requireAbsent(release);
    return new MemoryPublication(release, false);
  }

  @Override
  public Publication replace(ReleaseId release) {
    return new MemoryPublication(release, true);
  }

  @Override
  public synchronized boolean unpublish(ReleaseId release) {
    boolean visible = state.find(release).isPresent();
    if (visible) {
      state = State.of(state.releases().stream().filter(v -> !v.release().id().equals(release)));
    }
    return visible;
  }

  @Override
  public void close() {}

  private void requireAbsent(ReleaseId release) {
    if (state.find(release).isPresent()) {
      throw EdosException.usage(
          "release " + release + " is published already; unpublish it first, or choose a version");
    }
  }

  private synchronized void publish(Visible visible, boolean replaces) {
    PublishedRelease release = visible.release();
    if (replaces) {
      state.find(release.id()).ifPresent(before -> release.requireNewerThan(before.release()));
    } else {
      requireAbsent(release.id());
    }
    Stream<Visible> others =
        state.releases().stream().filter(other -> !other.release().id().equals(release.id()));
    state = State.of(Stream.concat(others, Stream.of(visible)));
  }

  private Optional<Entry> known(UnitId unit, Sha256 document) {
    return state.releases().stream()
        .flatMap(visible -> Optional.ofNullable(visible.entries().get(unit)).stream())
        .filter(entry -> entry.document().sha256().equals(document))
        .findFirst();
  }

  private final class MemoryPublication implements Publication {
    private final ReleaseId id;
    private final boolean replaces;
    private final Map<UnitId, Entry> entries = new LinkedHashMap<>();
    private boolean closed;

    MemoryPublication(ReleaseId id, boolean replaces) {
      this.id = id;
      this.replaces = replaces;
    }

    @Override
    public void add(Document document) {
      requireOpen();
      Entry earlier = entries.get(document.id());
      if (earlier != null && !earlier.document().equals(document)) {
        throw EdosException.refused(
            "release " + id + " has two different documents for " + document.id());
      }
      if (earlier == null) {
        entries.put(document.id(), new Entry(document, DocumentFields.of(document)));
      }
    }

    @Override
    public boolean addKnown(UnitId unit, Sha256 document) {
      requireOpen();
      Optional<Entry> known = known(unit, document);
      known.ifPresent(entry -> add(entry.document()));
      return known.isPresent();
    }

    @Override
    public void commit(PublishedRelease release, SignedComposition composition) {
      requireOpen();
      if (!release.id().equals(id)) {
        throw EdosException.usage("the publication is of " + id + ", not of " + release.id());
      }
      publish(new Visible(release, composition, Map.copyOf(entries)), replaces);
      close();
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("the publication of " + id + " is closed");
      }
    }
  }
}
