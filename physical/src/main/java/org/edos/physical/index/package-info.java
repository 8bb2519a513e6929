/**
 * The metadata index: which releases there are, what their documents say, and which documents
 * answer a query.
 */
@NullMarked
package org.edos.physical.index;

import org.jspecify.annotations.NullMarked;
