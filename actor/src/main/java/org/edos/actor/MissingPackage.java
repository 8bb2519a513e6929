package org.edos.actor;

import org.edos.core.unit.UnitId;

/**
 * A package that a peer's store lacks.
 *
 * @param id the package
 * @param size of it in bytes
 * @param asked whether it was asked for, and is not only needed by what was
 */
public record MissingPackage(UnitId id, long size, boolean asked) {}
