/** A local network within one process: for tests, examples and the demo. */
@NullMarked
package org.edos.physical.lan.memory;

import org.jspecify.annotations.NullMarked;
