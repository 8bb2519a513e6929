/** The packages that rpm has installed, as the program itself says. */
@NullMarked
package org.edos.physical.installed.rpm;

import org.jspecify.annotations.NullMarked;
