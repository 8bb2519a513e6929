/**
 * Active documents, after ActiveXML: metadata documents in which service calls stand for what
 * changes after they were signed, and the results of those calls, merged into a reader's copy.
 */
@NullMarked
package org.edos.core.active;

import org.jspecify.annotations.NullMarked;
