/**
 * The indexing network's node: one embedded Apache Ignite node with durable storage, on which the
 * adapters named grid run.
 */
@NullMarked
package org.edos.physical.grid;

import org.jspecify.annotations.NullMarked;
