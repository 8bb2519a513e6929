package org.edos.role.publish;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.release.Operation;
import org.edos.core.release.Operation.Supply;
import org.edos.core.release.ReleaseUpdate;
import org.edos.core.release.Transaction;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.index.IndexReader;
import org.edos.physical.location.LocationIndex;

/**
 * The publisher's functions on single units of one moving release, as the Distribution API names
 * them. Each is a {@link Transaction} of one operation and fails as {@link Publishing#transact}
 * says; several belong together by putting their operations into one. A unit's metadata are always
 * those that its bytes tell. Safe for use by many threads.
 */
public final class UnitPublishing {
  private final String release;
  private final Function<Transaction, ReleaseUpdate> transactions;
  private final IndexReader index;
  private final LocationIndex locations;

  /**
   * Publishes into a moving release.
   *
   * @param release its name
   * @param transactions does a transaction, such as {@link Publishing#transact}
   */
  public UnitPublishing(
      String release,
      Function<Transaction, ReleaseUpdate> transactions,
      IndexReader index,
      LocationIndex locations) {
    this.release = release;
    this.transactions = transactions;
    this.index = index;
    this.locations = locations;
  }

  private ReleaseUpdate done(Operation operation) {
    return transactions.apply(Transaction.of(release, operation));
  }

  /**
   * Publishes a package, in the place of its older versions.
   *
   * @param id what it must be
   * @param location its place in the repository
   */
  public ReleaseUpdate publishPackage(PackageId id, RepositoryPath location, Supply value) {
    return done(new Operation.PublishPackage(value, Optional.of(location), Optional.of(id), false));
  }

  /** Publishes a file of the installation process at a place of the repository. */
  public ReleaseUpdate publishUtility(RepositoryPath location, Supply value) {
    return done(new Operation.PublishUtility(location, value));
  }

  /** Publishes a collection, in the place of one of that id. */
  public ReleaseUpdate publishCollection(CollectionId id, List<UnitId> members) {
    return done(new Operation.PublishCollection(id, members));
  }

  /** Withdraws a package. */
  public ReleaseUpdate unpublishPackage(PackageId id) {
    return done(new Operation.Unpublish(id));
  }

  /** Withdraws a file that was published alone. */
  public ReleaseUpdate unpublishUtility(UtilityId id) {
    return done(new Operation.Unpublish(id));
  }

  /** Withdraws a collection; its members stay. */
  public ReleaseUpdate unpublishCollection(CollectionId id) {
    return done(new Operation.Unpublish(id));
  }

  /** Inserts units into a collection. */
  public ReleaseUpdate insertIntoCollection(CollectionId id, List<UnitId> members) {
    return done(new Operation.Insert(id, members));
  }

  /** Removes units from a collection. */
  public ReleaseUpdate deleteInCollection(CollectionId id, List<UnitId> members) {
    return done(new Operation.Delete(id, members));
  }

  /** Adds a unit of whatever kind to a channel, with a date that is told with it. */
  public ReleaseUpdate publishToChannel(UnitId id, String channel, Optional<Instant> date) {
    return done(new Operation.Feed(channel, List.of(id), date));
  }

  /** Takes a unit of whatever kind out of a channel. */
  public ReleaseUpdate unpublishToChannel(UnitId id, String channel, Optional<Instant> date) {
    return done(new Operation.Unfeed(channel, List.of(id), date));
  }

  /**
   * Notes in the index that a peer holds a package.
   *
   * @param peer the address of its daemon
   * @throws EdosException (not found) if no release has the package
   */
  public void publishPackageLocation(PackageId id, URI peer) {
    locations.announce(peer, Set.of(content(id)));
  }

  /** Strikes that out; fails like {@link #publishPackageLocation}. */
  public void unpublishPackageLocation(PackageId id, URI peer) {
    locations.withdraw(peer, Set.of(content(id)));
  }

  private Sha256 content(PackageId id) {
    return index
        .document(id)
        .map(document -> MetadataXml.read(document.xml()))
        .filter(PackageMetadata.class::isInstance)
        .map(metadata -> ((PackageMetadata) metadata).sha256())
        .orElseThrow(() -> EdosException.notFound("no release has " + id));
  }
}
