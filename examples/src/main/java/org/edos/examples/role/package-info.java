/** Roles assembled by hand over chosen mechanisms. */
@NullMarked
package org.edos.examples.role;

import org.jspecify.annotations.NullMarked;
