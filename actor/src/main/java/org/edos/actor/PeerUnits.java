package org.edos.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.network.ContentPlace;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReplicaNotice;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.role.download.Downloading;
import org.edos.role.download.Neighbours;
import org.edos.role.download.UnitDownloads;
import org.edos.role.query.Querying;

/**
 * Single units: their bytes, and where these are best fetched from. Safe for use by many threads.
 */
public final class PeerUnits {
  private final PeerParts parts;
  private final Querying querying;
  private final Downloading downloading;
  private final UnitDownloads units;
  private final OfferedReplicas offered;

  PeerUnits(
      PeerParts parts,
      Querying querying,
      Downloading downloading,
      PeerEvents events,
      Consumer<List<UnitId>> get) {
    this.parts = parts;
    this.querying = querying;
    this.downloading = downloading;
    this.units =
        new UnitDownloads(
            parts.index(), parts.store(), downloading, Narration.download(events::tell));
    this.offered = new OfferedReplicas(parts, events, get);
  }

  /**
   * Where each of these packages and utilities is best fetched from; see {@link
   * UnitDownloads#bestLocations}.
   *
   * @throws EdosException not found if no visible release has one; usage for a collection
   */
  public Map<UnitId, List<ContentPlace>> bestLocations(List<UnitId> of) {
    List<PackageId> packages = new ArrayList<>();
    List<UtilityId> utilities = new ArrayList<>();
    for (UnitId unit : of) {
      switch (unit) {
        case PackageId found -> packages.add(found);
        case UtilityId found -> utilities.add(found);
        case CollectionId found ->
            throw EdosException.usage(
                found + " is a collection, which lies nowhere itself; name units in it");
      }
    }
    return units.bestLocations(packages, utilities);
  }

  /** A collection with its members; see {@link UnitDownloads#getCollection}. */
  public CollectionMetadata collection(CollectionId unit) {
    return units.getCollection(unit);
  }

  /** The packages of a collection at any depth; see {@link Querying#packagesIn}. */
  public List<PackageId> packagesIn(CollectionId unit) {
    return querying.packagesIn(unit);
  }

  /** A plain file name for a content of a unit, as its format writes it; never a path. */
  public String fileName(UnitId unit, Sha256 content) {
    return FileNames.of(unit, content);
  }

  /** The newest version of a unit of this name; see {@link Querying#newestVersion}. */
  public Optional<String> newestVersion(String name, Class<? extends UnitId> type) {
    return querying.newestVersion(name, type);
  }

  /**
   * Whom else to ask for contents from now on, such as neighbours; see {@link Downloading#find}.
   */
  public void find(Neighbours neighbours) {
    downloading.find(neighbours);
  }

  /**
   * Takes up what a mirror offers, if this peer's user lets it; says who this peer is.
   *
   * @throws EdosException refused if it is not let in, or the mirror is none that this peer knows;
   *     not found if the mirror has no such offer
   */
  public PeerId accept(ReplicaNotice notice) {
    offered.accept(notice);
    return PeerId.ofKey(parts.key().publicKey());
  }
}
