/** Documents in memory. */
@NullMarked
package org.edos.physical.document.memory;

import org.jspecify.annotations.NullMarked;
