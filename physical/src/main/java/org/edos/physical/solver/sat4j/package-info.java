/** The solver on SAT4J. */
@NullMarked
package org.edos.physical.solver.sat4j;

import org.jspecify.annotations.NullMarked;
