package org.edos.role.query;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.query.Question;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.index.AnswerStream;
import org.edos.physical.index.IndexReader;
import org.edos.physical.location.LocationIndex;

/** Answers questions about releases and units. Safe for use by many threads. */
public final class Querying {
  private final IndexReader index;
  private final LocationIndex locations;

  /** Asks this index and these locations, which the caller owns. */
  public Querying(IndexReader index, LocationIndex locations) {
    this.index = index;
    this.locations = locations;
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

  /** Which peers say that they hold the unit, by content. */
  public Map<Sha256, Set<URI>> locate(UnitId unit) {
    return locations.locate(contents(List.of(unit)).keySet());
  }
}
