/** Whole actors in one process. */
@NullMarked
package org.edos.examples.actor;

import org.jspecify.annotations.NullMarked;
