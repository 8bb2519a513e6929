/** What every solver promises. */
@NullMarked
package org.edos.physical.solver;

import org.jspecify.annotations.NullMarked;
