/** The packages that dpkg has installed, read from its own file. */
@NullMarked
package org.edos.physical.installed.dpkg;

import org.jspecify.annotations.NullMarked;
