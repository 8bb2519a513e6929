package org.edos.core.release;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/** One step of a {@link Transaction}. */
public sealed interface Operation {
  /** Where the bytes of a unit come from. */
  sealed interface Supply {
    /**
     * A file of the publisher's machine.
     *
     * @param path its whole path
     */
    record File(Path path) implements Supply {}

    /**
     * A content that the publisher's store has.
     *
     * @param sha256 its hash
     */
    record Stored(Sha256 sha256) implements Supply {}

    /**
     * The bytes themselves, which nobody may change afterwards.
     *
     * @param bytes all of them
     */
    record Bytes(byte[] bytes) implements Supply {}
  }

  /**
   * A package comes, in the place of its older versions.
   *
   * @param supply a .deb or .rpm file
   * @param location its place in the repository; empty for the name of the file that supplies it
   * @param id what it must be; empty to take whatever it is
   * @param keepOld whether older versions stay beside it
   */
  record PublishPackage(
      Supply supply, Optional<RepositoryPath> location, Optional<PackageId> id, boolean keepOld)
      implements Operation {}

  /**
   * A file of the installation process comes, in the place of what the publisher had put there.
   *
   * @param location its place in the repository
   * @param supply its bytes
   */
  record PublishUtility(RepositoryPath location, Supply supply) implements Operation {}

  /**
   * A collection comes, in the place of one of that id.
   *
   * @param id see {@link OwnUnits#collection}
   * @param members in order
   */
  record PublishCollection(CollectionId id, List<UnitId> members) implements Operation {
    /** Copies the members. */
    public PublishCollection {
      members = List.copyOf(members);
    }
  }

  /**
   * A unit goes: a package, a utility that was published alone, or a collection of the publisher's
   * own. It leaves the publisher's collections, too.
   */
  record Unpublish(UnitId unit) implements Operation {}

  /** Units join a collection of the publisher's own; those that are in it stay where they are. */
  record Insert(CollectionId collection, List<UnitId> members) implements Operation {
    /** Copies the members. */
    public Insert {
      members = List.copyOf(members);
    }
  }

  /** Units leave a collection of the publisher's own; those that are not in it are passed over. */
  record Delete(CollectionId collection, List<UnitId> members) implements Operation {
    /** Copies the members. */
    public Delete {
      members = List.copyOf(members);
    }
  }

  /**
   * A channel tells its subscribers of units, once the rest has taken effect; where it is missing,
   * whoever runs the publisher makes it so.
   *
   * @param date told with them, such as when they are to be installed
   */
  record Feed(String channel, List<UnitId> units, Optional<Instant> date) implements Operation {
    /** Copies the units. */
    public Feed {
      units = List.copyOf(units);
    }
  }

  /**
   * A channel tells its subscribers that units left it; those that are not in it are passed over.
   */
  record Unfeed(String channel, List<UnitId> units, Optional<Instant> date) implements Operation {
    /** Copies the units. */
    public Unfeed {
      units = List.copyOf(units);
    }
  }
}
