/**
 * The metadata index in memory, where every query looks at every document: for tests, examples and
 * small releases.
 */
@NullMarked
package org.edos.physical.index.memory;

import org.jspecify.annotations.NullMarked;
