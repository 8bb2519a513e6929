/** What another daemon of the same process holds: for tests, examples and the demo. */
@NullMarked
package org.edos.physical.holdings.memory;

import org.jspecify.annotations.NullMarked;
