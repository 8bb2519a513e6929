package org.edos.core.swarm;

import org.edos.core.unit.UnitId;

/**
 * A unit that a mirror holds, or has dropped.
 *
 * @param unit a package, a utility, or a collection with everything below it
 * @param contents files of it that are, or were, there
 * @param bytes of these
 */
public record Replica(UnitId unit, int contents, long bytes) {}
