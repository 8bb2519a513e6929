package org.edos.role.download;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UnitMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.network.ContentPlace;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.index.IndexReader;

/**
 * Units by their ids: the Client's methods of the seed's interface that give packages, utilities
 * and collections, and that decide where to fetch them from. Safe for use by many threads.
 */
public final class UnitDownloads {
  /**
   * A unit with its bytes, which are here now.
   *
   * @param metadata what is known of it, as it is signed
   * @param content the verified bytes
   */
  public record Unit<M extends UnitMetadata>(M metadata, Content content) {}

  private final IndexReader index;
  private final ContentStore store;
  private final Downloading downloading;
  private final Consumer<DownloadEvent> progress;

  /**
   * Stands on these, which the caller owns.
   *
   * @param progress told what happens while something is fetched, on several threads
   */
  public UnitDownloads(
      IndexReader index,
      ContentStore store,
      Downloading downloading,
      Consumer<DownloadEvent> progress) {
    this.index = index;
    this.store = store;
    this.downloading = downloading;
    this.progress = progress;
  }

  /**
   * A package with its bytes, fetched from the best place where they are not here: {@code
   * getPackage}.
   *
   * @throws EdosException not found if no visible release has it; external if nobody gives its
   *     bytes
   */
  public Unit<PackageMetadata> getPackage(PackageId unit) {
    PackageMetadata metadata = metadata(unit, PackageMetadata.class);
    return new Unit<>(metadata, content(unit, metadata.sha256(), metadata.size()));
  }

  /** As {@link #getPackage}: {@code getUtility}. */
  public Unit<UtilityMetadata> getUtility(UtilityId unit) {
    UtilityMetadata metadata = metadata(unit, UtilityMetadata.class);
    return new Unit<>(metadata, content(unit, metadata.sha256(), metadata.size()));
  }

  /**
   * A collection, whose value is its members: {@code getCollection}.
   *
   * @throws EdosException not found if no visible release has it
   */
  public CollectionMetadata getCollection(CollectionId unit) {
    return metadata(unit, CollectionMetadata.class);
  }

  /**
   * Where each unit is best fetched from, the best place first: {@code getBestLocations}. Fetching
   * goes by the same order. A unit that nobody is known to have gets an empty list.
   *
   * @throws EdosException not found if no visible release has one of them
   */
  public Map<UnitId, List<ContentPlace>> bestLocations(
      List<PackageId> packages, List<UtilityId> utilities) {
    Map<UnitId, Sha256> units = new LinkedHashMap<>();
    Map<Sha256, Long> contents = new LinkedHashMap<>();
    for (PackageId unit : packages) {
      PackageMetadata metadata = metadata(unit, PackageMetadata.class);
      units.put(unit, metadata.sha256());
      contents.put(metadata.sha256(), metadata.size());
    }
    for (UtilityId unit : utilities) {
      UtilityMetadata metadata = metadata(unit, UtilityMetadata.class);
      units.put(unit, metadata.sha256());
      contents.put(metadata.sha256(), metadata.size());
    }
    Map<Sha256, List<ContentPlace>> places = downloading.places(contents);
    Map<UnitId, List<ContentPlace>> best = new LinkedHashMap<>();
    units.forEach((unit, content) -> best.put(unit, places.getOrDefault(content, List.of())));
    return best;
  }

  private <M extends UnitMetadata> M metadata(UnitId unit, Class<M> kind) {
    UnitMetadata metadata =
        index
            .document(unit)
            .map(document -> MetadataXml.read(document.xml()))
            .orElseThrow(() -> EdosException.notFound("no unit " + unit + " in any release"));
    if (!kind.isInstance(metadata)) {
      throw EdosException.refused("the document of " + unit + " is of another unit");
    }
    return kind.cast(metadata);
  }

  private Content content(UnitId unit, Sha256 content, long size) {
    Downloading.Outcome outcome = downloading.fetch(Map.of(content, size), progress);
    return store
        .find(content)
        .orElseThrow(
            () -> EdosException.external("cannot get " + unit + ": " + outcome.failed().values()));
  }
}
