package org.edos.core.metadata;

import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;

/**
 * What is known of a utility.
 *
 * @param id its identity
 * @param path its place in the release's tree
 * @param sha256 of its bytes
 * @param size in bytes
 */
public record UtilityMetadata(UtilityId id, RepositoryPath path, Sha256 sha256, long size)
    implements UnitMetadata {}
