/** Documents in memory: for tests, examples and short-lived peers. */
@NullMarked
package org.edos.physical.document.memory;

import org.jspecify.annotations.NullMarked;
