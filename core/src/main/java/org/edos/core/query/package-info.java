/** Queries: the simple language, and the one pattern that every language compiles to. */
@NullMarked
package org.edos.core.query;

import org.jspecify.annotations.NullMarked;
