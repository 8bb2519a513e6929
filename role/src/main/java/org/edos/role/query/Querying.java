package org.edos.role.query;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.active.ActiveDocument;
import org.edos.core.attribute.Signature;
import org.edos.core.attribute.Template;
import org.edos.core.dependency.Surroundings;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.location.LocationIndex;
import org.edos.role.OwnerThread;

/**
 * Answers questions about releases and units; what changes after publication, the services that
 * documents call answer. Safe for use by many threads.
 */
public final class Querying implements AutoCloseable {
  /** How often it is looked whether calls are to be repeated. */
  private static final Duration TICK = Duration.ofSeconds(30);

  private final IndexReader index;
  private final LocationIndex locations;
  private final DistributionServices distribution;
  private final Services services;
  private final Activation activation;
  private final Budget.Limits limits;
  private final OwnerThread owner = new OwnerThread("edos-services");

  /**
   * What it asks, which the caller owns.
   *
   * @param index the documents
   * @param locations who holds what
   * @param documents where results of calls are kept
   * @param distribution what this peer knows of the distribution process
   */
  public record Parts(
      IndexReader index,
      LocationIndex locations,
      DocumentStore documents,
      Distribution distribution,
      Clock clock) {}

  /** With the services {@code replicas}, {@code statistics} and {@code closure}. */
  public Querying(Parts parts) {
    this(parts, new Services(), Budget.Limits.DEFAULT);
    distribution.addTo(services);
    new ClosureService(parts.index()).addTo(services);
    owner.every(TICK, this::repeatCalls);
  }

  Querying(Parts parts, Services services, Budget.Limits limits) {
    this.services = services;
    this.limits = limits;
    this.activation =
        new Activation(services, new KeptOutcomes(parts.documents(), owner), parts.clock());
    this.index = new ActiveIndex(parts.index(), services, activation, limits);
    this.locations = parts.locations();
    this.distribution = new DistributionServices(parts.locations(), parts.distribution());
  }

  /** The services that documents may call; others may be added. */
  public Services services() {
    return services;
  }

  /** Makes calls anew whose period is over. */
  void repeatCalls() {
    activation.repeat(index::document, new Budget(limits));
  }

  /** The visible releases, oldest first. */
  public List<PublishedRelease> releases() {
    return index.releases();
  }

  /**
   * The release meant by {@code NAME} (its newest version) or {@code NAME@VERSION}.
   *
   * @throws EdosException (not found) if there is none
   */
  public PublishedRelease release(String text) {
    List<PublishedRelease> all = releases();
    Optional<PublishedRelease> found;
    if (text.contains("@")) {
      ReleaseId id = ReleaseId.parse(text);
      found = all.stream().filter(release -> release.id().equals(id)).findFirst();
    } else {
      found =
          all.stream()
              .filter(release -> release.id().name().equals(text))
              .reduce((older, newer) -> newer);
    }
    return found.orElseThrow(
        () -> EdosException.notFound("no release '" + text + "'; see: edos releases"));
  }

  /** The units that match, to be read one after the other and closed. */
  public AnswerStream ask(Question question) {
    return index.ask(question);
  }

  /**
   * The units whose signatures match a template, to be read one after the other and closed: the
   * look-up of the project management interface. Where very many units have to be looked at for few
   * that match, or that takes more than ten seconds, the stream ends before the limit, with a
   * cursor.
   *
   * @param after the place after which the answers begin; the beginning if empty
   * @param limit most answers, 1 to {@value Question#MAX_LIMIT}
   * @throws EdosException (usage) if the limit or the cursor is not for this order
   */
  public AnswerStream lookUp(Template template, SortOrder sort, Optional<Cursor> after, int limit) {
    return new MatchedAnswers(index, template, sort, after, limit, MatchedAnswers.Bounds.usual());
  }

  /**
   * What a unit is, as attributes.
   *
   * @throws EdosException (not found) if no visible release has the unit
   */
  public Signature signature(UnitId unit) {
    return Signature.of(MetadataXml.read(show(unit).xml()));
  }

  /** The packages that match, the best first: {@code queryPackages} of the seed's interface. */
  public List<PackageId> packages(Query query, int limit) {
    return units("package", query, limit, PackageId.class);
  }

  /** The utilities that match, the best first: {@code queryUtilities} of the seed's interface. */
  public List<UtilityId> utilities(Query query, int limit) {
    return units("utility", query, limit, UtilityId.class);
  }

  /** The collections that match, the best first: {@code queryCollections} of the seed's. */
  public List<CollectionId> collections(Query query, int limit) {
    return units("collection", query, limit, CollectionId.class);
  }

  private <T extends UnitId> List<T> units(String kind, Query query, int limit, Class<T> type) {
    TreePattern pattern = TreePattern.of(Query.and(List.of(Query.parse("kind:" + kind), query)));
    return ask(Question.of(pattern, limit)).page().documents().stream()
        .map(Document::id)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /**
   * The newest version that a unit of this name has in any visible release, in its format's own
   * order: {@code getLastVersionNb} of the seed's interface.
   *
   * @param type of the unit, such as {@code PackageId.class}
   */
  public Optional<String> newestVersion(String name, Class<? extends UnitId> type) {
    Query named = new Query.Is(Field.NAME, name);
    SortOrder newest = new SortOrder(Sort.VERSION, true);
    try (AnswerStream answers =
        ask(Question.of(TreePattern.of(named), Question.MAX_LIMIT).in(newest))) {
      while (answers.hasNext()) {
        UnitId unit = answers.next().document().id();
        if (type.isInstance(unit)) {
          return Optional.of(unit.version());
        }
      }
      return Optional.empty();
    }
  }

  /**
   * A unit's document.
   *
   * @throws EdosException (not found) if no visible release has the unit
   */
  public Document show(UnitId unit) {
    return index
        .document(unit)
        .orElseThrow(() -> EdosException.notFound("no unit " + unit + " in any release"));
  }

  /**
   * The document of a unit that has this SHA-256, as a composition names it.
   *
   * @throws EdosException (not found) if no visible release describes the unit so
   */
  public Document show(UnitId unit, Sha256 document) {
    return index
        .document(unit, document)
        .orElseThrow(() ->
            EdosException.notFound(
                "no release describes " + unit + " by the document " + document.hex()));
  }

  /** Whether a visible release has the unit, and its document matches. */
  public boolean matches(Query query, UnitId unit) {
    return index
        .document(unit)
        .map(document -> query.matches(DocumentFields.of(document)))
        .orElse(false);
  }

  /**
   * A unit's document as the reader wants to see it. With results, calls that cannot be made are
   * shown with the reason.
   *
   * @throws EdosException (not found) if no visible release has the unit
   */
  public Document show(UnitId unit, View view) {
    Document document = show(unit);
    return switch (view) {
      case CALLS -> document;
      case RESULTS ->
          activation
              .activateWhatMayBe(ActiveDocument.of(document), new Budget(limits))
              .withResults();
    };
  }

  /**
   * The contents of these units, with their sizes; collections are followed to their packages and
   * utilities at any depth.
   *
   * @throws EdosException (not found) if one of the units is not there
   */
  public Map<Sha256, Long> contents(List<UnitId> units) {
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    Map<UnitId, Document> seen = new LinkedHashMap<>();
    units.forEach(unit -> collect(unit, seen, contents));
    return contents;
  }

  private void collect(UnitId unit, Map<UnitId, Document> seen, Map<Sha256, Long> contents) {
    if (seen.containsKey(unit)) {
      return;
    }
    Document document = show(unit);
    seen.put(unit, document);
    switch (MetadataXml.read(document.xml())) {
      case PackageMetadata found -> contents.put(found.sha256(), found.size());
      case UtilityMetadata found -> contents.put(found.sha256(), found.size());
      case CollectionMetadata found ->
          found.members().forEach(member -> collect(member, seen, contents));
    }
  }

  /**
   * The packages of a collection, at any depth, each once, in the order of its members: {@code
   * getCollectionPackages} of the seed's interface.
   *
   * @throws EdosException (not found) if the collection, or one of those below it, is not there
   */
  public List<PackageId> packagesIn(CollectionId collection) {
    Set<PackageId> packages = new LinkedHashSet<>();
    Set<CollectionId> seen = new HashSet<>(Set.of(collection));
    Deque<UnitId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case PackageId found -> packages.add(found);
        case UtilityId none -> {}
        case CollectionId below ->
            collectionOf(below).members().reversed().stream()
                .filter(member -> !(member instanceof CollectionId inner) || seen.add(inner))
                .forEach(open::push);
      }
    }
    return List.copyOf(packages);
  }

  private CollectionMetadata collectionOf(CollectionId collection) {
    if (MetadataXml.read(show(collection).xml()) instanceof CollectionMetadata found) {
      return found;
    }
    throw EdosException.refused("the document of " + collection + " is of another unit");
  }

  /**
   * What stands around a package: what it asks for and who is that, and who requires it.
   *
   * @throws EdosException not found if no visible release has it; usage if it is no package;
   *     exhausted if that takes too long
   */
  public Surroundings surroundings(UnitId unit) {
    if (MetadataXml.read(show(unit).xml()) instanceof PackageMetadata metadata) {
      return new LookingAround(metadata).in(index);
    }
    throw EdosException.usage(unit + " is no package, so that nothing depends on it");
  }

  /** The releases with this document, the oldest first, as far as compositions are at hand. */
  public List<ReleaseId> releasesWith(Document document) {
    return distribution.releasesWith(document);
  }

  /** Which peers say that they hold the unit, by content: {@code locatePackage} of the seed's. */
  public Map<Sha256, Set<URI>> locate(UnitId unit) {
    return locations.locate(contents(List.of(unit)).keySet());
  }

  /** Writes down what is to be kept, and calls no more services. */
  @Override
  public void close() {
    owner.close();
    activation.close();
  }
}
