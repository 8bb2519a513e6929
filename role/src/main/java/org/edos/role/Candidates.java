package org.edos.role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Satisfaction;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.query.Words;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.IndexReader;

/**
 * The packages that have what dependencies name, looked up in the index for many names at a time.
 * Of each only its relations, its size, and those of its files are kept that were looked up; what
 * many say is kept but once. Used by one thread.
 */
public final class Candidates {
  /** Longest question, in characters, so that peers can be asked by URL. */
  private static final int MAX_QUESTION = 1800;

  /** Most packages looked at. */
  private static final int MAX_PACKAGES = 20_000;

  /** Most distributions that are told apart. */
  private static final int MAX_DISTRIBUTIONS = 8;

  /**
   * Which packages are looked at.
   *
   * @param format of all
   * @param distributions of which one is theirs; of any, if there are none or very many
   * @param eligible which of these
   */
  public record Scope(
      PackageFormat format, Set<String> distributions, Predicate<PackageId> eligible) {
    /** Copies the names. */
    public Scope {
      distributions = Set.copyOf(distributions);
    }
  }

  private final IndexReader index;
  private final Scope scope;
  private final Runnable check;
  private final Set<String> asked = new HashSet<>();
  private final Map<UnitId, PackageMetadata> packages = new LinkedHashMap<>();
  private final Map<String, Set<PackageId>> byName = new HashMap<>();
  private final Map<String, Set<PackageId>> byProvided = new HashMap<>();
  private final Map<Relation, Relation> shared = new HashMap<>();
  private boolean cut;

  /**
   * For packages of a scope.
   *
   * @param check is called before each question; what it throws ends the look-up
   */
  public Candidates(IndexReader index, Scope scope, Runnable check) {
    this.index = index;
    this.scope = scope;
    this.check = check;
  }

  /** Whether there were more packages than are looked at. */
  public boolean isCut() {
    return cut;
  }

  /** All packages that were found until now, in the order in which they were. */
  public List<PackageMetadata> found() {
    return List.copyOf(packages.values());
  }

  /** Looks names up that have not been yet. */
  public void load(Collection<String> names) {
    List<Query> parts = new ArrayList<>();
    int length = 0;
    for (String name : names) {
      if (!asked.add(name)) {
        continue;
      }
      List<Query> alternatives = parts(name);
      length += alternatives.stream().mapToInt(part -> part.toString().length() + 4).sum();
      parts.addAll(alternatives);
      if (length > MAX_QUESTION) {
        ask(parts);
        parts.clear();
        length = 0;
      }
    }
    if (!parts.isEmpty()) {
      ask(parts);
    }
  }

  private static List<Query> parts(String name) {
    String folded = Words.fold(name);
    List<Query> parts = new ArrayList<>();
    if (name.startsWith("/")) {
      parts.add(new Query.Has(Field.FILE, folded, false));
    } else {
      parts.add(new Query.Has(Field.NAME, folded, false));
    }
    parts.add(new Query.Has(Field.PROVIDES, folded, false));
    return parts;
  }

  private void ask(List<Query> parts) {
    Query any = parts.size() == 1 ? parts.get(0) : new Query.Or(List.copyOf(parts));
    List<Query> conditions = new ArrayList<>();
    if (!scope.distributions().isEmpty() && scope.distributions().size() <= MAX_DISTRIBUTIONS) {
      List<Query> distributions =
          scope.distributions().stream()
              .sorted()
              .<Query>map(name -> new Query.Has(Field.DISTRIBUTION, Words.fold(name), false))
              .toList();
      conditions.add(
          distributions.size() == 1 ? distributions.getFirst() : new Query.Or(distributions));
    }
    conditions.add(new Query.Has(Field.FORMAT, scope.format().type(), false));
    conditions.add(any);
    Question question =
        Question.of(TreePattern.of(new Query.And(conditions)), Question.MAX_LIMIT)
            .in(new SortOrder(Sort.NAME, false));
    Optional<Cursor> next;
    do {
      check.run();
      try (AnswerStream answers = index.ask(question)) {
        while (answers.hasNext() && packages.size() < MAX_PACKAGES) {
          keep(answers.next().document());
        }
        cut |= answers.hasNext();
        next = cut ? Optional.empty() : answers.cursor();
      }
      question = next.map(question::from).orElse(question);
    } while (next.isPresent());
  }

  private void keep(Document document) {
    if (!(document.id() instanceof PackageId id)
        || !scope.eligible().test(id)
        || (packages.containsKey(id) && id.format() == PackageFormat.DEB)
        || !(MetadataXml.read(document.xml()) instanceof PackageMetadata whole)) {
      return;
    }
    PackageMetadata metadata = small(whole);
    metadata.files().forEach(file -> add(byProvided, file, id));
    if (packages.put(id, metadata) != null) {
      return;
    }
    add(byName, id.name(), id);
    for (Relation relation : metadata.relations()) {
      if (relation.kind() == Relation.Kind.PROVIDES) {
        relation.alternatives().stream()
            .map(Capability::name)
            .distinct()
            .forEach(name -> add(byProvided, name, id));
      }
    }
  }

  /** A package that was found before is read again, since other files of it are asked for now. */
  private PackageMetadata small(PackageMetadata metadata) {
    return metadata
        .draft()
        .summary("")
        .description("")
        .category("")
        .license("")
        .maintainer("")
        .homepage("")
        .relations(
            metadata.relations().stream()
                .map(relation -> shared.computeIfAbsent(relation, r -> r))
                .toList())
        .files(metadata.files().stream().filter(asked::contains).toList())
        .finished();
  }

  private static void add(Map<String, Set<PackageId>> map, String name, PackageId id) {
    map.computeIfAbsent(name, n -> new LinkedHashSet<>(2)).add(id);
  }

  /** The packages of that name and of a version asked for, the newest first. */
  public List<PackageMetadata> named(Capability wanted) {
    return inOrder(byName, wanted.name())
        .filter(metadata -> Satisfaction.byVersion(scope.format(), wanted, metadata.id().version()))
        .toList();
  }

  /** The packages that say they provide it, in the order of answers. */
  public List<PackageMetadata> providing(Capability wanted) {
    return inOrder(byProvided, wanted.name())
        .filter(metadata -> provides(metadata, wanted))
        .toList();
  }

  private Stream<PackageMetadata> inOrder(Map<String, Set<PackageId>> map, String name) {
    return map.getOrDefault(name, Set.of()).stream()
        .flatMap(id -> Stream.ofNullable(packages.get(id)))
        .sorted(Comparator.comparing(PackageMetadata::id, AnswerOrder.INSTANCE));
  }

  private boolean provides(PackageMetadata metadata, Capability wanted) {
    return metadata.files().contains(wanted.name())
        || metadata.relations().stream()
            .filter(relation -> relation.kind() == Relation.Kind.PROVIDES)
            .flatMap(relation -> relation.alternatives().stream())
            .anyMatch(provided ->
                provided.name().equals(wanted.name())
                    && Satisfaction.byProvided(scope.format(), provided, wanted));
  }
}
