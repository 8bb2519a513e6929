/**
 * Replica locations in the grid: one cache, {@code locations}, from a content's hash to its peers'
 * addresses, one a line, in the order in which they announced themselves.
 */
@NullMarked
package org.edos.physical.location.grid;

import org.jspecify.annotations.NullMarked;
