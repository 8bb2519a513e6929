/** Packages that are only said to be installed. */
@NullMarked
package org.edos.physical.installed.memory;

import org.jspecify.annotations.NullMarked;
