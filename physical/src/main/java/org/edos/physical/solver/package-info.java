/** Solving of dependencies: which packages can be installed. */
@NullMarked
package org.edos.physical.solver;

import org.jspecify.annotations.NullMarked;
