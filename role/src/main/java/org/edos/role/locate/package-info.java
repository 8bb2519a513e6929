/**
 * Locating: who else has a file, of the local network and beyond, what was seen of them, and what
 * of this machine's own contents others are told.
 */
@NullMarked
package org.edos.role.locate;

import org.jspecify.annotations.NullMarked;
