/** The helpers, tried on real processes. */
@NullMarked
package org.edos.testkit;

import org.jspecify.annotations.NullMarked;
