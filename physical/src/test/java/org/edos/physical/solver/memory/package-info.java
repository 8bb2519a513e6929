@NullMarked
package org.edos.physical.solver.memory;

import org.jspecify.annotations.NullMarked;
