package org.edos.core.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;

/**
 * What a moving release is now, for those who are about to change it.
 *
 * @param release the release
 * @param number of its state, which a {@link Transaction} expects
 * @param created when the state was signed
 * @param expires when the state is no longer to be taken for the newest
 * @param packages how many files are packages
 * @param collections of the publisher's own
 * @param utilities that were published alone
 */
public record MovingRelease(
    ReleaseId release,
    long number,
    Instant created,
    Instant expires,
    long packages,
    List<OwnCollection> collections,
    List<Composition.Entry> utilities) {
  /**
   * A collection of the publisher's own.
   *
   * @param id its id
   * @param members in order
   */
  public record OwnCollection(UnitId id, List<UnitId> members) {
    /** Copies the members. */
    public OwnCollection {
      members = List.copyOf(members);
    }
  }

  /** Copies the lists. */
  public MovingRelease {
    collections = List.copyOf(collections);
    utilities = List.copyOf(utilities);
  }

  /** What a composition says of it. */
  public static MovingRelease of(Composition composition) {
    OwnUnits own = OwnUnits.of(composition);
    List<OwnCollection> collections = new ArrayList<>();
    own.collections().forEach((id, members) -> collections.add(new OwnCollection(id, members)));
    return new MovingRelease(
        composition.id(),
        composition.number(),
        composition.created(),
        composition.expires(),
        composition.entries().stream().filter(entry -> entry.unit() instanceof PackageId).count(),
        collections,
        List.copyOf(own.utilities().values()));
  }
}
