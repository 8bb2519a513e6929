/** Contents in memory. */
@NullMarked
package org.edos.physical.content.memory;

import org.jspecify.annotations.NullMarked;
