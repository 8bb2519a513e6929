package org.edos.core.metadata;

import java.util.List;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.UnitId;

/**
 * A collection with its members.
 *
 * @param id its identity
 * @param members in order; packages, utilities and further collections
 */
public record CollectionMetadata(CollectionId id, List<UnitId> members) implements UnitMetadata {
  /** Copies the members. */
  public CollectionMetadata {
    members = List.copyOf(members);
  }
}
