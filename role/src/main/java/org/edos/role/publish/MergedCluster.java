package org.edos.role.publish;

/**
 * A cluster that {@link Merging} made.
 *
 * @param groups of contents in it, the first one first
 * @param bytes of all of them
 * @param members ascending
 */
record MergedCluster(int[] groups, long bytes, int[] members) {}
