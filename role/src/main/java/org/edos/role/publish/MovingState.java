package org.edos.role.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.edos.core.attribute.Patches;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.Differences;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.index.IndexReader;

/** What a moving release is before an update, to be compared with what it becomes. */
final class MovingState implements KnownPackages {
  /** Changes that are remembered; those of the newest update are, however many there are. */
  private static final int REMEMBERED = 10_000;

  private final Composition composition;
  private final Sha256 digest;
  private final IndexReader index;
  private final ContentStore store;
  private final Map<UnitId, Composition.Entry> units = new HashMap<>();
  private final Map<UnitId, Document> fresh = new ConcurrentHashMap<>();

  MovingState(Composition composition, Sha256 digest, IndexReader index, ContentStore store) {
    this.composition = composition;
    this.digest = digest;
    this.index = index;
    this.store = store;
    composition.entries().forEach(entry -> units.putIfAbsent(entry.unit(), entry));
  }

  Composition composition() {
    return composition;
  }

  /** What its publisher put into it besides the tree. */
  OwnUnits own() {
    return OwnUnits.of(composition);
  }

  PublishedRelease release() {
    return PublishedRelease.of(composition, digest);
  }

  Set<Sha256> contents() {
    return composition.contents().keySet();
  }

  @Override
  public Optional<PackageMetadata> find(PackageId unit, Sha256 content) {
    Composition.Entry entry = units.get(unit);
    return entry != null && entry.sha256().equals(content) && store.contains(content)
        ? described(entry)
        : Optional.empty();
  }

  private Optional<PackageMetadata> described(Composition.Entry entry) {
    return index.document(entry.unit(), entry.document()).flatMap(MovingState::metadata);
  }

  private static Optional<PackageMetadata> metadata(Document document) {
    return MetadataXml.read(document.xml()) instanceof PackageMetadata metadata
        ? Optional.of(metadata)
        : Optional.empty();
  }

  /** Remembers a document of the next state if this one has not got it. */
  void note(Document document) {
    Composition.Entry entry = units.get(document.id());
    if (document.id() instanceof PackageId
        && (entry == null || !entry.document().equals(document.sha256()))) {
      fresh.put(document.id(), document);
    }
  }

  /**
   * Whether a tree is this state. Indexes that Edos writes have another date each time, and what
   * was carried over from a state before is in no tree.
   */
  boolean isSame(ReleaseMaking.Taken taken) {
    return taken.format() == composition.format()
        && taken.origin().equals(composition.origin())
        && compared(taken.entries(), taken).equals(compared(composition.entries(), taken));
  }

  private List<Composition.Entry> compared(
      List<Composition.Entry> entries, ReleaseMaking.Taken taken) {
    Set<RepositoryPath> own = own().utilities().keySet();
    Set<RepositoryPath> there =
        taken.members().stream().map(member -> member.entry().path()).collect(Collectors.toSet());
    return entries.stream()
        .filter(entry -> !taken.written().contains(entry.path()))
        .filter(entry -> there.contains(entry.path()) || !own.contains(entry.path()))
        .filter(entry -> there.contains(entry.path()) || !isNamedByHash(entry))
        .toList();
  }

  private static boolean isNamedByHash(Composition.Entry entry) {
    return entry.unit() instanceof UtilityId
        && entry.path().fileName().contains(entry.sha256().hex());
  }

  /**
   * The indexes named by their hash that this state's root names and the next state lacks: somebody
   * who has read that root goes on to ask for them.
   */
  List<Composition.Entry> carriedOver(ReleaseMaking.Taken taken) {
    Set<RepositoryPath> there =
        taken.members().stream().map(member -> member.entry().path()).collect(Collectors.toSet());
    Set<RepositoryPath> own = own().utilities().keySet();
    List<Composition.Entry> missing =
        composition.entries().stream()
            .filter(entry -> isNamedByHash(entry) && !there.contains(entry.path()))
            .filter(entry -> !own.contains(entry.path()))
            .toList();
    if (missing.isEmpty()) {
      return missing;
    }
    String roots = roots();
    return missing.stream().filter(entry -> roots.contains(entry.sha256().hex())).toList();
  }

  private String roots() {
    StringBuilder text = new StringBuilder();
    for (Composition.Entry entry : composition.entries()) {
      String name = entry.path().fileName();
      if (name.equals("Release") || name.equals("InRelease") || name.equals("repomd.xml")) {
        store.find(entry.sha256()).ifPresent(root -> text.append(RootText.of(root)));
      }
    }
    return text.toString();
  }

  /** The next state, with what it changed. */
  Composition followedBy(Composition next) {
    Instant created = later(next.created());
    List<UnitChange> changes =
        Differences.between(
            composition.entries(), next.entries(), this::isPatch, next.number(), created);
    List<UnitChange> history = new ArrayList<>(composition.history());
    history.addAll(changes);
    int forgotten = Math.clamp(history.size() - REMEMBERED, 0, composition.history().size());
    Duration validity = Duration.between(next.created(), next.expires());
    return new Composition(
        next.id(),
        next.number(),
        created,
        created.plus(validity),
        next.format(),
        next.origin(),
        next.entries(),
        next.collections(),
        history.subList(forgotten, history.size()));
  }

  /** HTTP tells files apart by whole seconds, so states are at least one apart. */
  private Instant later(Instant now) {
    Instant next = composition.created().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    return now.isBefore(next) ? next : now;
  }

  private boolean isPatch(Composition.Entry before, Composition.Entry after) {
    Optional<PackageMetadata> old = described(before);
    Optional<PackageMetadata> young =
        Optional.ofNullable(fresh.get(after.unit()))
            .or(() -> index.document(after.unit(), after.document()))
            .flatMap(MovingState::metadata);
    return old.isPresent() && young.isPresent() && Patches.isPatch(old.get(), young.get());
  }
}
