/** A plain solver for small universes, that others are held against. */
@NullMarked
package org.edos.physical.solver.memory;

import org.jspecify.annotations.NullMarked;
