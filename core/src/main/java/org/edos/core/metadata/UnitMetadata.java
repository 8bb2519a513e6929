package org.edos.core.metadata;

import org.edos.core.unit.UnitId;

/** What is known of one unit and does not change in time: what its document is written from. */
public sealed interface UnitMetadata permits PackageMetadata, UtilityMetadata, CollectionMetadata {
  /** The unit described. */
  UnitId id();
}
