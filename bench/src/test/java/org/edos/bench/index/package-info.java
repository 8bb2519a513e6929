/** Tests of what the index's measurements stand on. */
@NullMarked
package org.edos.bench.index;

import org.jspecify.annotations.NullMarked;
