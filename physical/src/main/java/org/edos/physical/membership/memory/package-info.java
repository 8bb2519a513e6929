/** A network within one process. */
@NullMarked
package org.edos.physical.membership.memory;

import org.jspecify.annotations.NullMarked;
