/** How fast a whole distribution is checked for packages that nobody can install. */
@NullMarked
package org.edos.bench.check;

import org.jspecify.annotations.NullMarked;
