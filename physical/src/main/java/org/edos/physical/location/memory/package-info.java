/** Replica locations kept in memory: for tests, examples and the demo. */
@NullMarked
package org.edos.physical.location.memory;

import org.jspecify.annotations.NullMarked;
