/** Full XQuery over documents, for what a pattern cannot say. */
@NullMarked
package org.edos.physical.xquery;

import org.jspecify.annotations.NullMarked;
