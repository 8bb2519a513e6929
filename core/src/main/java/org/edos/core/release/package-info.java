/**
 * Releases and what peers tell one another about them: the signed composition, wish lists computed
 * from it, and the clusters planned for a flash crowd. Each has an XML form that travels.
 */
@NullMarked
package org.edos.core.release;

import org.jspecify.annotations.NullMarked;
