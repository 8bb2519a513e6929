/** How long a command takes. */
@NullMarked
package org.edos.bench.start;

import org.jspecify.annotations.NullMarked;
