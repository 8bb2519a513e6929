@NullMarked
package org.edos.physical.solver.sat4j;

import org.jspecify.annotations.NullMarked;
