/**
 * Data units and their identities: packages, utilities and collections, named as people and other
 * tools name them, and the SHA-256 by which their bytes are known.
 */
@NullMarked
package org.edos.core.unit;

import org.jspecify.annotations.NullMarked;
